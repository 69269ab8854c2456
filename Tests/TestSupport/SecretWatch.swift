// SPDX-License-Identifier: MIT

import Foundation

/// Looks for secrets in every byte that a program wrote.
///
/// What is secret is known in two ways: what a program is given as its credentials, and
/// texts with a marker, which tests use wherever a secret is stored in an object.
public struct SecretWatch: Sendable {
  /// A secret was found.
  public struct Disclosure: Error, CustomStringConvertible {
    /// Where it stood.
    public var place: String
    /// What was run.
    public var command: String
    /// What was found, with what stands around it.
    public var excerpt: String

    /// All of it, for the log of the tests.
    public var description: String {
      "\(command) shows a secret in \(place): …\(excerpt)…"
    }
  }

  /// The beginning of every secret that a test stores in an object.
  public static let marker = "canary-"

  /// The password of the administrator of every simulator that tests start.
  static let administratorSecret = "testsecret"

  /// How the secrets begin that servers make; thirty letters and digits and more follow.
  private static let generated = ["API_", "app_"].map { Array($0.utf8) }

  private let needles: [[UInt8]]
  private let command: String
  private let places: [URL]
  private let before: [String: Stamp]

  /// What tells whether a file was written.
  private struct Stamp: Equatable {
    var size: Int
    var modified: Date
    var inode: Int
  }

  init(_ launch: Launch) {
    command = ([launch.program.lastPathComponent] + launch.arguments).joined(separator: " ")
    needles = Self.secrets(of: launch).flatMap(Self.forms).map { Array($0.utf8) }
    var places = [launch.directory]
    for name in ["HOME", "XDG_CACHE_HOME", "STALWART_CACHE_DIR", "TMPDIR"] {
      guard let path = launch.environment[name] else { continue }
      let url = URL(filePath: path)
      // Only what belongs to the test: nobody's real home is read.
      let isInside = url.path.hasPrefix(FileManager.default.temporaryDirectory.path)
      if isInside, !url.path.hasPrefix(launch.directory.path) { places.append(url) }
    }
    self.places = places
    before = Self.stamps(in: places)
  }

  /// The secrets that a run is given, and those that every run may meet.
  private static func secrets(of launch: Launch) -> Set<String> {
    var secrets: Set<String> = [marker, administratorSecret]
    for name in ["STALWART_PASSWORD", "STALWART_TOKEN"] {
      if let value = launch.environment[name] { secrets.insert(value) }
    }
    for name in ["STALWART_PASSWORD_FILE", "STALWART_TOKEN_FILE"] {
      if let path = launch.environment[name] { secrets.insert(contents(path, launch)) }
    }
    for (option, next) in zip(launch.arguments, launch.arguments.dropFirst() + [""]) {
      let parts = option.split(separator: "=", maxSplits: 1).map(String.init)
      let value = parts.count > 1 ? parts[1] : next
      switch parts.first {
      case "--password", "--api-key": secrets.insert(value)
      case "--password-file", "--api-key-file": secrets.insert(contents(value, launch))
      default: break
      }
    }
    // Words as short as `x` stand everywhere; no test shows anything by them.
    return secrets.filter { $0.utf8.count >= 6 }
  }

  private static func contents(_ path: String, _ launch: Launch) -> String {
    let file = URL(filePath: path, relativeTo: launch.directory)
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return String(text.prefix { !$0.isNewline })
  }

  /// A secret as it stands in texts, in URLs, and in the header of a request.
  private static func forms(_ secret: String) -> Set<String> {
    let users = ["admin", "admin@example.org"]
    let basic = users.map { Data("\($0):\(secret)".utf8).base64EncodedString() }
    let percent = secret.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? secret
    return Set(basic + [secret, percent, Data(secret.utf8).base64EncodedString()])
  }

  private static func stamps(in places: [URL]) -> [String: Stamp] {
    var stamps: [String: Stamp] = [:]
    for place in places {
      let names = FileManager.default.enumerator(atPath: place.path)
      while let name = names?.nextObject() as? String {
        let path = place.appending(path: name).path
        guard let facts = try? FileManager.default.attributesOfItem(atPath: path),
          facts[.type] as? FileAttributeType == .typeRegular
        else { continue }
        stamps[path] = Stamp(
          size: (facts[.size] as? Int) ?? 0,
          modified: (facts[.modificationDate] as? Date) ?? .distantPast,
          inode: (facts[.systemFileNumber] as? Int) ?? 0
        )
      }
    }
    return stamps
  }

  /// The first secret in what a run left behind; nil if there is none.
  func disclosure(in outcome: Outcome, output: Launch.Output) -> Disclosure? {
    if let found = find(in: outcome.output, "standard output") { return found }
    if let found = find(in: outcome.errors, "standard error") { return found }
    var written = Self.stamps(in: places).filter { before[$0.key] != $0.value }.keys.sorted()
    if case .file(let path) = output, !path.hasPrefix("/dev/") { written.append(path) }
    for path in written {
      let bytes = (try? Data(contentsOf: URL(filePath: path))).map { Array($0) } ?? []
      if let found = find(in: bytes, path) { return found }
    }
    return nil
  }

  private func find(in bytes: [UInt8], _ place: String) -> Disclosure? {
    guard !bytes.isEmpty else { return nil }
    let data = Data(bytes)
    let known = needles.lazy.compactMap { data.firstRange(of: $0) }.first
    if let range = known ?? Self.generatedSecret(in: data) {
      let around = bytes[max(0, range.lowerBound - 40)..<min(bytes.count, range.upperBound + 20)]
      return Disclosure(
        place: place,
        command: command,
        excerpt: String(decoding: around, as: UTF8.self)
      )
    }
    return nil
  }

  private static func generatedSecret(in data: Data) -> Range<Int>? {
    for prefix in generated {
      for range in data.ranges(of: prefix) {
        let rest = data[range.upperBound...].prefix(30)
        let isSecret =
          rest.count == 30
          && rest.allSatisfy { byte in
            let character = Character(Unicode.Scalar(byte))
            return character.isLetter || character.isNumber || "-_".contains(character)
          }
        if isSecret { return range }
      }
    }
    return nil
  }
}
