// SPDX-License-Identifier: MIT

public import Foundation

/// The executables that were built together with the running tests.
public enum BuiltProducts {
  /// The directory that holds them: that of the test bundle.
  public static let directory = Bundle.main.bundleURL

  /// The client.
  public static let client = directory.appending(path: "stalwart-cli")
  /// The simulator.
  public static let simulator = directory.appending(path: "stalwart-sim")
}
