// SPDX-License-Identifier: MIT

/// The names that a person probably meant by `typed`, best first, at most `limit`.
///
/// Case, dashes, underscores and spaces are ignored. A name is close if it begins with what was
/// typed or contains it, if what was typed begins with it, or if it differs by at most one edit
/// for every three letters, and by three at most. An edit inserts, deletes or replaces a letter,
/// or swaps two neighbors. A name that differs in nothing but what is ignored is the only answer.
package func closestNames(
  to typed: String,
  among names: some Sequence<String>,
  limit: Int = 3
) -> [String] {
  let wanted = letters(typed)
  guard !wanted.isEmpty, wanted.count <= longestTypo, limit > 0 else { return [] }
  var ranked: [(rank: Int, order: Int, name: String)] = []
  for (order, name) in names.enumerated() {
    let candidate = letters(name)
    if candidate == wanted { return [name] }
    guard let rank = rank(of: candidate, for: wanted) else { continue }
    ranked.append((rank, order, name))
  }
  ranked.sort { ($0.rank, $0.order) < ($1.rank, $1.order) }
  var seen: Set<Name> = []
  return Array(ranked.map(\.name).filter { seen.insert($0).inserted }.prefix(limit))
}

/// More letters than this are no name with a typo, and comparing them takes long.
private let longestTypo = 64

/// What is compared; as bytes, since a plan may hold thousands of mistakes.
private func letters(_ text: String) -> [UInt8] {
  var letters: [UInt8] = []
  for byte in text.utf8 where byte != 0x2D && byte != 0x5F && byte != 0x20 {
    letters.append(byte.lowercasedASCII)
  }
  return letters
}

/// Smaller is closer; nil is too far to be suggested.
private func rank(of candidate: [UInt8], for wanted: [UInt8]) -> Int? {
  let difference = abs(candidate.count - wanted.count)
  var ranks: [Int] = []
  if let distance = editDistance(wanted, candidate, limit: min(wanted.count / 3, 3)) {
    ranks.append(distance * 100 + difference)
  }
  if wanted.count >= 2, candidate.starts(with: wanted) { ranks.append(90 + 10 * difference) }
  if wanted.count >= 3, candidate.contains(part: wanted) { ranks.append(150 + difference) }
  // `domains`, `imap-settings`: what was typed begins with the name.
  if candidate.count >= 3, wanted.starts(with: candidate), difference <= candidate.count {
    ranks.append(150 + difference)
  }
  return ranks.min()
}

/// The number of edits between two words, nil if it is over `limit`: the restricted
/// Damerau-Levenshtein distance.
private func editDistance(_ left: [UInt8], _ right: [UInt8], limit: Int) -> Int? {
  guard abs(left.count - right.count) <= limit else { return nil }
  var beforeLast: [Int] = []
  var last = Array(0...right.count)
  for row in left.indices {
    var current = [row + 1]
    current.reserveCapacity(right.count + 1)
    for column in right.indices {
      var edits = min(
        last[column + 1] + 1,
        current[column] + 1,
        last[column] + (left[row] == right[column] ? 0 : 1)
      )
      if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
        edits = min(edits, beforeLast[column - 1] + 1)
      }
      current.append(edits)
    }
    guard current.contains(where: { $0 <= limit }) else { return nil }
    (beforeLast, last) = (last, current)
  }
  return last[right.count] <= limit ? last[right.count] : nil
}
