// SPDX-License-Identifier: MIT

/// A directed graph whose nodes are numbered from 0.
struct DirectedGraph {
  /// The successors of each node, ascending.
  var successors: [[Int]]

  init(_ successors: [[Int]]) { self.successors = successors }

  /// The strongly connected components, each ascending; those that hold no circle are left out.
  ///
  /// Tarjan's algorithm without recursion, since chains may be as long as a type has objects.
  func circles() -> [[Int]] {
    var search = Search(count: successors.count)
    for node in successors.indices where search.order[node] == nil { visit(node, &search) }
    let isCircle = { (component: [Int]) in
      component.count > 1 || self.successors[component[0]].contains(component[0])
    }
    return search.components.filter(isCircle).map { $0.sorted() }.sorted { $0[0] < $1[0] }
  }

  private struct Search {
    var order: [Int?]
    var lowest: [Int]
    var isOpen: [Bool]
    var open: [Int] = []
    var components: [[Int]] = []
    var count = 0

    init(count: Int) {
      order = Array(repeating: nil, count: count)
      lowest = Array(repeating: 0, count: count)
      isOpen = Array(repeating: false, count: count)
    }

    mutating func enter(_ node: Int) {
      order[node] = count
      lowest[node] = count
      count += 1
      open.append(node)
      isOpen[node] = true
    }

    mutating func close(_ node: Int) {
      guard lowest[node] == order[node] else { return }
      var component: [Int] = []
      while let last = open.popLast() {
        isOpen[last] = false
        component.append(last)
        if last == node { break }
      }
      components.append(component)
    }
  }

  private func visit(_ root: Int, _ search: inout Search) {
    var path: [(node: Int, next: Int)] = [(root, 0)]
    search.enter(root)
    while let (node, next) = path.last {
      guard next < successors[node].count else {
        path.removeLast()
        if let parent = path.last?.node {
          search.lowest[parent] = min(search.lowest[parent], search.lowest[node])
        }
        search.close(node)
        continue
      }
      path[path.count - 1].next += 1
      let successor = successors[node][next]
      if search.order[successor] == nil {
        search.enter(successor)
        path.append((successor, 0))
      } else if search.isOpen[successor], let place = search.order[successor] {
        search.lowest[node] = min(search.lowest[node], place)
      }
    }
  }

  /// All nodes, each after its successors, and otherwise as early as its number allows.
  ///
  /// Nodes of a circle are missing.
  func ordered() -> [Int] {
    var waitsFor = successors.enumerated().map { node, list in Set(list.filter { $0 != node }) }
    var result: [Int] = []
    var isDone = Array(repeating: false, count: successors.count)
    while let next = waitsFor.indices.first(where: { !isDone[$0] && waitsFor[$0].isEmpty }) {
      isDone[next] = true
      result.append(next)
      for node in waitsFor.indices { waitsFor[node].remove(next) }
    }
    return result
  }
}
