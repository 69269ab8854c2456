// SPDX-License-Identifier: MIT

import Simulator
import StalwartSchema

/// The schema of the simulator, which has the names and types of the real one.
enum FuzzSchema {
  /// The schema, read once.
  static let shared: Result<Schema, any Error> = Result {
    guard let document = SchemaDocument.embedded?.text else {
      throw Finding(description: "the simulator has no schema")
    }
    return try Schema(document: document)
  }
}
