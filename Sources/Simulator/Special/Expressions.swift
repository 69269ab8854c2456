// SPDX-License-Identifier: MIT

internal import JSON

extension JMAPEngine {
  /// Compiles the expressions of an object.
  func checkExpressions(_ type: ObjectType, _ object: JSONObject) throws(SetError) {}
}
