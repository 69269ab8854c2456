// SPDX-License-Identifier: MIT

/// What became of the body of a JMAP request.
enum JMAPAnswer {
  /// The text of a response; status 200.
  case response([UInt8])
  /// The body is no request that the server's parser accepts; nothing was done.
  case notRequest
  /// There are more calls than the limit in force allows; nothing was done.
  case tooManyCalls
  /// The server's handler crashed: the connection closes without an answer.
  case dropConnection
}
