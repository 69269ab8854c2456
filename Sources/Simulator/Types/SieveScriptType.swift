// SPDX-License-Identifier: MIT

internal import JSON

/// Sieve scripts of the system, or those that users can include.
struct SieveScriptType: TypeBehaviour {
  let isOfUser: Bool

  /// Checks the syntax of the script.
  func check(_ object: inout JSONObject, replacing old: JSONObject?, in call: SetCall) throws {
    let contents = object["contents"]?.string ?? ""
    let kind = isOfUser ? "user" : "system"
    func failure(_ mistake: SieveSyntax.Mistake) -> SetError {
      .invalidProperties("Failed to compile \(kind) Sieve script: \(mistake.text)", "contents")
    }
    if isOfUser,
      let limit = call.store.singleton("SieveUserInterpreter")["maxScriptSize"]?.integer,
      contents.utf8.count > limit
    {
      throw failure(SieveSyntax.Mistake(reason: "Script is too long"))
    }
    do throws(SieveSyntax.Mistake) {
      try SieveSyntax.check(contents)
    } catch {
      throw failure(error)
    }
  }
}
