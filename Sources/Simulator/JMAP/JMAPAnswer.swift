// SPDX-License-Identifier: MIT

internal import JSON

/// What became of the body of a JMAP request.
enum JMAPAnswer {
  /// The text of a response; status 200.
  case response([UInt8])
  /// The request as a whole was refused, with a status and a problem object.
  case problem(status: Int, body: JSONValue)
  /// The server's handler died: the connection closes without an answer.
  case dropConnection
}
