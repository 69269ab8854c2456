// SPDX-License-Identifier: MIT

internal import Glibc

/// Estimates how many guesses a password takes, in the way of zxcvbn (Wheeler, 2016): it is cut
/// into the patterns that are the easiest to guess, and the rest counts ten guesses a character.
///
/// The lists of words are short ones, so that rare words count as random characters.
struct PasswordStrength {
  /// A stretch that follows a pattern.
  private struct Match {
    var range: ClosedRange<Int>
    var guesses: Double
    var kind: Kind
  }

  private enum Kind: Equatable {
    case word(rank: Int, isAltered: Bool)
    case repetition(unit: Int)
    case sequence
    case keys
    case year
    case date
    case random
  }

  /// From 0, a few guesses, to 4, more than ten thousand million.
  let score: Int
  /// What is weak, and what to do about it; empty for a score above 2.
  let advice: String

  /// Judges a password.
  init(_ password: String) {
    // Longer ones are judged by their beginning, as the work grows with the square.
    let letters = Array(password.prefix(100))
    let matches = Self.best(letters, Self.matches(in: letters))
    score = [1e3, 1e6, 1e8, 1e10].count { matches.guesses >= $0 + 5 }
    advice = score > 2 ? "" : Self.advice(matches.matches, letters)
  }

  // MARK: - The cheapest cut

  /// The cut that takes the fewest guesses.
  private static func best(
    _ letters: [Character],
    _ found: [Match]
  ) -> (guesses: Double, matches: [Match]) {
    guard !letters.isEmpty else { return (0, []) }
    var byEnd: [Int: [Match]] = [:]
    for match in found { byEnd[match.range.upperBound, default: []].append(match) }
    // For each place and number of parts: the product of the guesses, and the parts.
    var states: [[Int: (product: Double, matches: [Match])]] = []
    for end in letters.indices {
      var state: [Int: (product: Double, matches: [Match])] = [:]
      func offer(_ match: Match) {
        let start = match.range.lowerBound
        let before = start == 0 ? [0: (product: 1.0, matches: [Match]())] : states[start - 1]
        for (count, old) in before {
          // Two random stretches in a row are one.
          if match.kind == .random, old.matches.last?.kind == .random { continue }
          let product = old.product * match.guesses
          if state[count + 1].map({ product < $0.product }) ?? true {
            state[count + 1] = (product, old.matches + [match])
          }
        }
      }
      for match in byEnd[end] ?? [] { offer(match) }
      for start in 0...end {
        let length = end - start + 1
        let guesses = max(pow(10, Double(length)), length == 1 ? 11 : 51)
        offer(Match(range: start...end, guesses: guesses, kind: .random))
      }
      states.append(state)
    }
    var best: (guesses: Double, matches: [Match]) = (.infinity, [])
    for (count, state) in states[letters.count - 1] {
      let order = (1...max(count, 1)).reduce(1.0) { $0 * Double($1) }
      let guesses = order * state.product + pow(10_000, Double(count - 1))
      if guesses < best.guesses { best = (guesses, state.matches) }
    }
    return best
  }

  // MARK: - Patterns

  private static func matches(in letters: [Character]) -> [Match] {
    words(letters) + repetitions(letters) + sequences(letters) + keys(letters) + dates(letters)
  }

  private static let substitutions: [Character: Character] = [
    "4": "a", "@": "a", "8": "b", "(": "c", "3": "e", "6": "g", "1": "i", "!": "i", "0": "o",
    "$": "s", "5": "s", "7": "t", "+": "t", "2": "z",
  ]

  private static func words(_ letters: [Character]) -> [Match] {
    var matches: [Match] = []
    let lowered = letters.map { Character($0.lowercased().first.map(String.init) ?? "\($0)") }
    let replaced = lowered.map { substitutions[$0] ?? $0 }
    for start in letters.indices {
      for end in start..<min(letters.count, start + CommonPasswords.longest) {
        let range = start...end
        let plain = String(lowered[range])
        let forms = [
          (plain, 1.0), (String(lowered[range].reversed()), 2.0), (String(replaced[range]), 2.0),
        ]
        for (form, factor) in forms {
          guard let rank = CommonPasswords.ranks[form] else { continue }
          if factor > 1, form == plain || range.count == 1 { continue }
          let guesses = Double(rank) * factor * capitals(letters[range])
          matches.append(
            Match(
              range: range,
              guesses: max(guesses, range.count < letters.count ? 50 : 1),
              kind: .word(rank: rank, isAltered: factor > 1)
            )
          )
        }
      }
    }
    return matches
  }

  /// How many more guesses the capitals of a word take.
  private static func capitals(_ word: ArraySlice<Character>) -> Double {
    let upper = word.count { $0.isUppercase }
    let lower = word.count { $0.isLowercase }
    guard upper > 0 else { return 1 }
    if lower == 0 || (upper == 1 && (word.first?.isUppercase ?? false)) { return 2 }
    if upper == 1, word.last?.isUppercase ?? false { return 2 }
    return (1...min(upper, max(lower, 1))).reduce(0) { sum, chosen in
      sum + combinations(upper + lower, chosen)
    }
  }

  private static func combinations(_ count: Int, _ chosen: Int) -> Double {
    (0..<chosen).reduce(1.0) { $0 * Double(count - $1) / Double($1 + 1) }
  }

  private static func repetitions(_ letters: [Character]) -> [Match] {
    var matches: [Match] = []
    for start in letters.indices {
      for unit in 1...max(1, min(20, (letters.count - start) / 2)) {
        var end = start + unit
        while end < letters.count, letters[end] == letters[end - unit] { end += 1 }
        let count = (end - start) / unit
        guard count > 1, unit > 1 || count > 2, start + unit <= letters.count else { continue }
        let base = PasswordStrength.guesses(of: Array(letters[start..<start + unit]))
        matches.append(
          Match(
            range: start...start + unit * count - 1,
            guesses: base * Double(count),
            kind: .repetition(unit: unit)
          )
        )
      }
    }
    return matches
  }

  private static func guesses(of unit: [Character]) -> Double {
    guard unit.count > 1 else { return 12 }
    return best(unit, words(unit) + sequences(unit)).guesses
  }

  private static func sequences(_ letters: [Character]) -> [Match] {
    var matches: [Match] = []
    var start = 0
    let codes = letters.map { Int($0.unicodeScalars.first?.value ?? 0) }
    while start + 1 < letters.count {
      let step = codes[start + 1] - codes[start]
      var end = start + 1
      while end + 1 < letters.count, codes[end + 1] - codes[end] == step { end += 1 }
      let isLong = end - start > 1 || abs(step) == 1
      if isLong, step != 0, abs(step) <= 5 {
        let base: Double =
          "aAzZ019".contains(letters[start]) ? 4 : letters[start].isNumber ? 10 : 26
        matches.append(
          Match(
            range: start...end,
            guesses: base * (step < 0 ? 2 : 1) * Double(end - start + 1),
            kind: .sequence
          )
        )
      }
      start = end
    }
    return matches
  }

  private static let rows = ["1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./"]
    .map { Array($0) }

  /// Stretches along one row of a keyboard.
  private static func keys(_ letters: [Character]) -> [Match] {
    var matches: [Match] = []
    for row in rows {
      let places = letters.map { letter in
        row.firstIndex { String($0) == letter.lowercased() }
      }
      var start = 0
      while start < letters.count {
        var end = start
        while end + 1 < letters.count, let here = places[end], let next = places[end + 1],
          abs(here - next) == 1
        {
          end += 1
        }
        if end - start >= 2 {
          let guesses = 94 * 4.6 * Double(end - start)
          matches.append(Match(range: start...end, guesses: guesses, kind: .keys))
        }
        start = max(end, start + 1)
      }
    }
    return matches
  }

  private static func dates(_ letters: [Character]) -> [Match] {
    var matches: [Match] = []
    for start in letters.indices {
      for length in [4, 6, 8, 10] where start + length <= letters.count {
        let text = String(letters[start..<start + length])
        let digits = text.filter(\.isNumber)
        let range = start...start + length - 1
        if length == 4, digits.count == 4, let year = Int(digits), (1900...2049).contains(year) {
          let distance = max(abs(year - 2026), 20)
          matches.append(Match(range: range, guesses: Double(distance), kind: .year))
        } else if length > 4, digits.count >= 6, isDate(text, digits) {
          let guesses = 365 * 30 * (digits.count < length ? 4.0 : 1)
          matches.append(Match(range: range, guesses: guesses, kind: .date))
        }
      }
    }
    return matches
  }

  private static func isDate(_ text: String, _ digits: String) -> Bool {
    let separators = text.filter { !$0.isNumber }
    guard separators.isEmpty || (separators.count == 2 && Set(separators).count == 1),
      separators.allSatisfy({ "-/. _".contains($0) }), digits.count == 6 || digits.count == 8
    else { return false }
    let parts = digits.map { $0.wholeNumberValue ?? 0 }
    func number(_ place: Int, _ count: Int) -> Int {
      parts[place..<place + count].reduce(0) { $0 * 10 + $1 }
    }
    func isDay(_ first: Int, _ second: Int) -> Bool {
      (1...31).contains(max(first, second)) && (1...12).contains(min(first, second))
    }
    guard digits.count == 8 else { return isDay(number(0, 2), number(2, 2)) }
    return (1900...2049).contains(number(4, 4)) && isDay(number(0, 2), number(2, 2))
      || (1900...2049).contains(number(0, 4)) && isDay(number(4, 2), number(6, 2))
  }

  // MARK: - Advice

  private static func advice(_ matches: [Match], _ letters: [Character]) -> String {
    let more = "Add another word or two. Uncommon words are better."
    guard let longest = matches.max(by: { $0.range.count < $1.range.count }) else {
      return "Use a few words, avoid common phrases."
        + " No need for symbols, digits, or uppercase letters."
    }
    switch longest.kind {
    case .random: return more
    case .word(let rank, let isAltered):
      let isWhole = matches.count == 1
      let warning =
        isWhole && !isAltered
        ? rank <= 10
          ? "This is a top-10 common password."
          : rank <= 100 ? "This is a top-100 common password." : "This is a very common password."
        : "This is similar to a commonly used password."
      let word = letters[longest.range]
      var parts = [warning, more]
      if word.first?.isUppercase ?? false, word.dropFirst().allSatisfy({ !$0.isUppercase }) {
        parts.append("Capitalization doesn't help very much.")
      } else if word.contains(where: \.isUppercase), !word.contains(where: \.isLowercase) {
        parts.append("All-uppercase is almost as easy to guess as all-lowercase.")
      }
      return parts.joined(separator: " ")
    case .repetition(let unit):
      let warning =
        unit == 1
        ? "Repeats like \"aaa\" are easy to guess."
        : "Repeats like \"abcabcabc\" are only slightly harder to guess than \"abc\"."
      return "\(warning) \(more) Avoid repeated words and characters."
    case .sequence:
      return "Sequences like abc or 6543 are easy to guess. \(more) Avoid sequences."
    case .keys:
      return "Straight rows of keys are easy to guess. \(more)"
        + " Use a longer keyboard pattern with more turns."
    case .year:
      return "Recent years are easy to guess. \(more) Avoid recent years."
        + " Avoid years that are associated with you."
    case .date:
      return "Dates are often easy to guess. \(more)"
        + " Avoid dates and years that are associated with you."
    }
  }
}
