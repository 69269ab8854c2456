// SPDX-License-Identifier: MIT

/// How an answer leaves, step by step.
enum DeliveryStep: Equatable {
  /// The request has arrived: its work is done, and its own steps follow.
  case answer(body: [UInt8])
  /// Nothing happens for so many milliseconds.
  case wait(milliseconds: Int)
  /// Bytes go out.
  case send([UInt8])
  /// The connection ends in good order.
  case close
  /// The connection ends with a reset.
  case reset
  /// Nothing more ever happens, while the connection stays open.
  case stall
}
