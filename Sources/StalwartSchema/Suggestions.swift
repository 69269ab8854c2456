// SPDX-License-Identifier: MIT

/// The names that are closest to what was typed, at most three, best first.
///
/// A name is close if few letters have to be changed, added, dropped or swapped,
/// or if it begins with, ends with or contains what was typed.
public func closestNames(to typed: String, among names: some Sequence<String>) -> [String] {
  let wanted = Array(typed.lowercasedASCII.utf8)
  guard !wanted.isEmpty, wanted.count <= 64 else { return [] }
  let limit = max(1, min(3, wanted.count / 3))
  var ranked: [(name: String, rank: Int)] = []
  for name in names {
    let candidate = Array(name.lowercasedASCII.utf8)
    var rank = distance(wanted, candidate, limit: limit).map { $0 * 4 }
    if wanted.count >= 3, rank == nil {
      if candidate.starts(with: wanted) {
        rank = 6 + min(candidate.count - wanted.count, 20)
      } else if candidate.count >= 3, wanted.starts(with: candidate) {
        rank = 8 + min(wanted.count - candidate.count, 20)
      } else if candidate.count > wanted.count, contains(candidate, wanted) {
        rank = 12 + min(candidate.count - wanted.count, 20)
      }
    }
    if let rank { ranked.append((name, rank)) }
  }
  let best = ranked.enumerated().sorted {
    ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset)
  }
  var seen: Set<String> = []
  return best.map(\.element.name).filter { seen.insert($0).inserted }.prefix(3).map { $0 }
}

private func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
  guard text.count >= part.count else { return false }
  return (0...text.count - part.count).contains { text[$0..<$0 + part.count].elementsEqual(part) }
}

/// How many edits lead from one text to the other, neighbours swapped counting
/// as one (optimal string alignment); nil beyond the limit.
private func distance(_ left: [UInt8], _ right: [UInt8], limit: Int) -> Int? {
  guard abs(left.count - right.count) <= limit else { return nil }
  var beforeLast: [Int] = []
  var last = Array(0...right.count)
  for (row, byte) in left.enumerated() {
    var current = [row + 1]
    current.reserveCapacity(right.count + 1)
    for (column, other) in right.enumerated() {
      var cost = min(
        last[column] + (byte == other ? 0 : 1),
        last[column + 1] + 1,
        current[column] + 1
      )
      if row > 0, column > 0, byte == right[column - 1], left[row - 1] == other {
        cost = min(cost, beforeLast[column - 1] + 1)
      }
      current.append(cost)
    }
    beforeLast = last
    last = current
  }
  return last[right.count] <= limit ? last[right.count] : nil
}
