// SPDX-License-Identifier: MIT

/// Finds where a key stands in a list of distinct keys, which the owner of the table keeps.
///
/// A short list is searched from its first key on, a longer one through a hash table. Equality
/// and hash of the key alone decide how many comparisons that takes: with seeded hashes, nobody
/// who chooses the keys can choose their collisions.
struct PositionTable<Key: Hashable> {
  /// Up to this many keys are compared one by one, which is faster than hashing.
  static var linearLimit: Int { 16 }

  /// The positions of all keys, once there are more than ``linearLimit``.
  private var positions: [Key: Int] = [:]

  /// Where `key` stands in `keys`, for which the table was kept; nil if it does not.
  func position(of key: Key, in keys: some RandomAccessCollection<Key>) -> Int? {
    if keys.count > Self.linearLimit { return positions[key] }
    var position = 0
    for other in keys {
      if other == key { return position }
      position += 1
    }
    return nil
  }

  /// Takes note of a key, distinct from all others, that was put at the end of `keys`.
  mutating func noteLast(of keys: some RandomAccessCollection<Key>) {
    if keys.count == Self.linearLimit + 1 {
      noteAll(keys)
    } else if keys.count > Self.linearLimit, let last = keys.last {
      positions[last] = keys.count - 1
    }
  }

  /// Takes note of `keys`, all distinct, after they were changed in any other way.
  mutating func noteAll(_ keys: some RandomAccessCollection<Key>) {
    guard keys.count > Self.linearLimit else {
      positions = [:]
      return
    }
    positions = Dictionary(minimumCapacity: keys.count)
    for (position, key) in keys.enumerated() { positions[key] = position }
  }
}

extension PositionTable: Sendable where Key: Sendable {}
