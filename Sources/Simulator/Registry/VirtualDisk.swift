// SPDX-License-Identifier: MIT

internal import JSON

/// The files of the simulated server.
///
/// Settings name files and folders (`Tracer.path`, the `File` variants of keys and secrets). They
/// are looked up here and nowhere else: no client can make a simulator read its machine's disk.
struct VirtualDisk: Equatable {
  /// The files by their absolute paths.
  private(set) var files: [String: [UInt8]] = [:]
  /// The folders that hold nothing.
  private(set) var emptyFolders: Set<String> = []

  /// What is there when a data set says nothing of files.
  ///
  /// Before the set-up there is no folder for the server yet.
  static func standard(_ mode: ServerMode) -> VirtualDisk {
    var disk = VirtualDisk()
    disk.files["/etc/hostname"] = Array("mail\n".utf8)
    disk.emptyFolders = ["/tmp", mode == .bootstrap ? "/var/lib" : "/var/lib/stalwart/logs"]
    return disk
  }

  /// Adds a file, or an empty folder if the path ends in a slash.
  ///
  /// - Returns: false, and nothing happens, unless the path is absolute.
  mutating func add(_ path: String, _ content: [UInt8]) -> Bool {
    guard path.hasPrefix("/"), path != "/" else { return false }
    let place = Self.canonical(path)
    if path.hasSuffix("/") {
      emptyFolders.insert(place)
    } else {
      files[place] = content
    }
    return true
  }

  /// The content of a file.
  func content(_ path: String) -> [UInt8]? { files[Self.canonical(path)] }

  /// The names of the files in a folder, ascending; nil if there is no such folder.
  func names(inFolder path: String) -> [String]? {
    let prefix = Self.canonical(path) + "/"
    let below = files.keys.filter { $0.hasPrefix(prefix) }.map { $0.dropFirst(prefix.count) }
    guard
      !below.isEmpty || emptyFolders.contains(where: { "\($0)/".hasPrefix(prefix) })
    else { return nil }
    return below.filter { !$0.contains("/") }.map(String.init).sorted()
  }

  /// One spelling of a path: no doubled slashes, none at the end.
  private static func canonical(_ path: String) -> String {
    path.split(separator: "/").reduce(into: "") { $0 += "/\($1)" }
  }

  /// The member `files` of a data set: texts by path; a path with a slash at its end is a folder.
  var json: JSONValue {
    let folders = emptyFolders.map { ("\($0)/", JSONValue.string("")) }
    let contents = files.map {
      ($0.key, JSONValue.string(String(decoding: $0.value, as: UTF8.self)))
    }
    return .object(JSONObject((folders + contents).sorted { $0.0 < $1.0 }))
  }
}
