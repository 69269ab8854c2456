// SPDX-License-Identifier: MIT

/// How easily a password is guessed: by the list of the most common ones and by what it is made of.
///
/// The real server cuts passwords into patterns; what people try by hand comes out the same here.
struct PasswordStrength {
  /// From 0, one of the most common, to 4, nothing weak about it.
  let score: Int
  /// What is weak, and what to do about it; empty for a score above 2.
  let advice: String

  /// The places in the list of the most common passwords, from 1.
  private static let ranks: [String: Int] = Dictionary(
    FactFile(PackageResources.common_passwords_txt).words.enumerated()
      .map { (String($0.element), $0.offset + 1) }
  ) { first, _ in first }

  /// The length from which characters of one class are enough.
  private static let longEnough = 16

  /// Judges a password.
  init(_ password: String) {
    let more = "Add another word or two. Uncommon words are better."
    let classes = Set(password.map(CharacterClass.init))
    if let rank = Self.ranks[password.lowercased()] {
      score = 0
      let group = rank <= 10 ? "top-10 common" : rank <= 100 ? "top-100 common" : "very common"
      advice = "This is a \(group) password. \(more)"
    } else if Set(password).count <= 1 {
      score = 0
      advice =
        "Repeats like \"aaa\" are easy to guess. \(more) Avoid repeated words and characters."
    } else if classes.count == 1, password.count < Self.longEnough {
      score = 2
      advice = more
    } else {
      score = 4
      advice = ""
    }
  }

  private enum CharacterClass {
    case small, capital, digit, other

    init(_ character: Character) {
      self =
        character.isLowercase
        ? .small : character.isUppercase ? .capital : character.isNumber ? .digit : .other
    }
  }
}
