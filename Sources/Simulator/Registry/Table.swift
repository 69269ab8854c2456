// SPDX-License-Identifier: MIT

internal import JSON

/// The objects of one type.
struct Table {
  private(set) var objects: [UInt64: JSONObject] = [:]
  /// In ascending order.
  private(set) var ids: [UInt64] = []
  /// The last id that was given out, where ids count.
  var lastSequentialID: UInt64 = 0

  subscript(id: UInt64) -> JSONObject? { objects[id] }

  /// Stores an object under an id, new or old.
  mutating func put(_ id: UInt64, _ object: JSONObject) {
    if objects.updateValue(object, forKey: id) == nil {
      if let last = ids.last, last > id {
        ids.insert(id, at: Self.place(of: id, in: ids))
      } else {
        ids.append(id)
      }
    }
  }

  /// Forgets an object.
  mutating func remove(_ id: UInt64) {
    guard objects.removeValue(forKey: id) != nil else { return }
    let place = Self.place(of: id, in: ids)
    if ids.indices.contains(place), ids[place] == id { ids.remove(at: place) }
  }

  private static func place(of id: UInt64, in ids: [UInt64]) -> Int {
    var low = 0
    var high = ids.count
    while low < high {
      let middle = (low + high) / 2
      if ids[middle] < id { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
