// SPDX-License-Identifier: MIT

internal import JSON

/// The methods of JMAP's own types, as far as the server's parser knows their names.
enum StandardMethods {
  /// The capabilities that the server's parser knows, each with the types that need it.
  private static let lists = FactFile(PackageResources.capabilities_txt).lists

  /// The names of all capabilities.
  static let knownCapabilities = Set(lists.map(\.name))

  /// The capability that each type needs in `using`.
  static let capabilities: [String: String] = Dictionary(
    uniqueKeysWithValues: lists.flatMap { list in
      list.words.map { (String($0), list.name) }
    }
  )

  private static let functions = [
    "get", "set", "query", "changes", "queryChanges", "copy", "import", "parse", "echo",
    "upload", "lookup", "validate", "getAvailability",
  ]

  /// All names that can stand in a reference.
  static let names: Set<String> = Set(
    capabilities.keys.flatMap { type in functions.map { "\(type)/\($0)" } }
  )
}

extension JMAPEngine {
  /// Runs a method of JMAP's own types.
  func standard(
    _ call: MethodCall,
    _ arguments: JSONObject,
    using: Set<String>,
    in context: RequestContext
  ) throws -> [(String, JSONObject)] {
    guard StandardMethods.names.contains(call.name) else {
      throw MethodError("unknownMethod", call.name)
    }
    let type = call.name.split(separator: "/").first.map(String.init) ?? ""
    if let capability = StandardMethods.capabilities[type], !using.contains(capability),
      type != "Core"
    {
      throw MethodError(
        "unknownMethod",
        "Method \(call.name) requires capability \(capability) which is not present in the"
          + " \"using\" property."
      )
    }
    context.record(call.callID, call.name, .other)
    if call.name == "Core/echo" { return [(call.name, arguments)] }
    if let answer = try runMail(call, arguments, in: context) { return [(call.name, answer)] }
    throw MethodError("unknownMethod", call.name)
  }
}
