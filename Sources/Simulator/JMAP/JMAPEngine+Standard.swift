// SPDX-License-Identifier: MIT

internal import JSON

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
