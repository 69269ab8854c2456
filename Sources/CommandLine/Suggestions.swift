// SPDX-License-Identifier: MIT

/// Finds the names that a person probably meant.
public enum Suggestions {
  /// The candidates closest to `typed`, best first, at most `limit`.
  ///
  /// Case, dashes, underscores and blanks are ignored. A candidate is close if it begins with
  /// what was typed or contains it, or differs from it by at most one edit for every three
  /// letters. An edit inserts, deletes or replaces a letter, or swaps two neighbours. A
  /// candidate that is the same but for what is ignored is the only answer.
  public static func closest(
    to typed: String,
    among candidates: [String],
    limit: Int = 3
  ) -> [String] {
    let wanted = key(typed)
    guard !wanted.isEmpty, limit > 0 else { return [] }
    var ranked: [(rank: Int, order: Int, name: String)] = []
    for (order, name) in candidates.enumerated() {
      let candidate = key(name)
      if candidate == wanted { return [name] }
      guard let rank = rank(of: candidate, for: wanted),
        !ranked.contains(where: { $0.name == name })
      else { continue }
      ranked.append((rank, order, name))
    }
    ranked.sort { ($0.rank, $0.order) < ($1.rank, $1.order) }
    return ranked.prefix(limit).map(\.name)
  }

  private static func key(_ text: String) -> [Unicode.Scalar] {
    text.lowercased().unicodeScalars.filter { $0 != "-" && $0 != "_" && $0 != " " }
  }

  /// Smaller is closer; `nil` is too far to be mentioned.
  private static func rank(of candidate: [Unicode.Scalar], for wanted: [Unicode.Scalar]) -> Int? {
    let difference = abs(candidate.count - wanted.count)
    let distance = editDistance(wanted, candidate, limit: wanted.count / 3)
    var ranks: [Int] = []
    if let distance { ranks.append(distance * 100 + difference) }
    if wanted.count >= 2, candidate.starts(with: wanted) { ranks.append(90 + 10 * difference) }
    if wanted.count >= 3, contains(candidate, wanted) { ranks.append(150 + difference) }
    // `domains`, `imap-settings`: what was typed begins with the name.
    if candidate.count >= 3, wanted.starts(with: candidate), difference <= candidate.count {
      ranks.append(150 + difference)
    }
    return ranks.min()
  }

  private static func contains(_ text: [Unicode.Scalar], _ part: [Unicode.Scalar]) -> Bool {
    guard part.count <= text.count else { return false }
    return (0...(text.count - part.count)).contains { text[$0...].starts(with: part) }
  }

  /// The number of edits between two words, or `nil` if it is over `limit`
  /// (the restricted Damerau-Levenshtein distance).
  private static func editDistance(
    _ a: [Unicode.Scalar],
    _ b: [Unicode.Scalar],
    limit: Int
  ) -> Int? {
    guard abs(a.count - b.count) <= limit else { return nil }
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in 0..<a.count {
      var row = [i + 1]
      row.reserveCapacity(b.count + 1)
      for j in 0..<b.count {
        var best = Swift.min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          best = Swift.min(best, beforeLast[j - 1] + 1)
        }
        row.append(best)
      }
      guard row.contains(where: { $0 <= limit }) else { return nil }
      (beforeLast, last) = (last, row)
    }
    return last[b.count] <= limit ? last[b.count] : nil
  }
}
