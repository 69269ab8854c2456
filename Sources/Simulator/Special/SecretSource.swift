// SPDX-License-Identifier: MIT

internal import Glibc
internal import JSON

/// A text or a secret as a setting gives it.
enum SecretSource {
  /// The text, or why it cannot be had.
  static func read(_ setting: JSONValue?, on disk: VirtualDisk) -> Result<String, Unreadable> {
    switch setting?["@type"]?.string {
    case "EnvironmentVariable":
      let name = setting?["variableName"]?.string ?? ""
      guard let value = unsafe getenv(name) else {
        return .failure(Unreadable(reason: "Environment variable '\(name)' not found"))
      }
      return unsafe .success(String(cString: value))
    case "File":
      let path = setting?["filePath"]?.string ?? ""
      if let text = disk.content(path).flatMap({ String(validating: $0, as: UTF8.self) }) {
        return .success(text)
      }
      return .failure(
        Unreadable(
          reason:
            "Failed to read secret from file '\(path)': No such file or directory (os error 2)"
        )
      )
    default: return .success(setting?["value"]?.string ?? setting?["secret"]?.string ?? "")
    }
  }

  /// Why a text cannot be had.
  struct Unreadable: Error {
    var reason: String
  }
}
