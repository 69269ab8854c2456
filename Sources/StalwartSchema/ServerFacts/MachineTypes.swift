// SPDX-License-Identifier: MIT

/// A singleton that says where one server keeps its data, or which cluster it is part of.
///
/// Copied to another server, such settings make it lose sight of its own data or use another
/// server's. A snapshot of everything therefore leaves them out, and whatever changes one says
/// what that means.
///
/// Deliberately not in the list: `NetworkListener`, `Tracer` and `Application`, whose addresses and
/// paths may have to be adapted but lead to no foreign data; `ClusterRole`, which all nodes
/// share; `ClusterNode`, which the server alone writes; `Bootstrap`, which is there only until the
/// server has data.
///
/// Seen on 0.16.19.
public struct MachineType: Equatable, Sendable {
  /// The type's name without `x:`.
  public let name: String
  /// What a change of it means for the server, as the end of a sentence.
  public let effect: String
  /// Whether the setting is kept in the configuration file of the machine and decides which
  /// database the server opens, so that a plan may change it only where its user insists.
  ///
  /// All others are rows of that database; set-up plans change them as a matter of course.
  public let selectsDatabase: Bool

  private init(_ name: String, selectsDatabase: Bool = false, effect: String) {
    self.name = name
    self.effect = effect
    self.selectsDatabase = selectsDatabase
  }

  /// All such types, the one with the gravest effect first.
  public static let all: [MachineType] = [
    // Written to the local configuration file instead of the database; read at the next start.
    MachineType(
      "DataStore",
      selectsDatabase: true,
      effect: "it is written to the server's configuration file, and at the next start the server "
        + "opens the database that it names, which may be empty or another server's"
    ),
    MachineType(
      "BlobStore",
      effect: "from the next start the server looks for messages and files where it points, and no "
        + "longer finds those stored elsewhere"
    ),
    MachineType(
      "SearchStore",
      effect: "from the next start the server searches the index that it points to, which may be "
        + "empty or another server's"
    ),
    MachineType(
      "InMemoryStore",
      effect:
        "from the next start the server keeps counters, locks and tokens where it points, and "
        + "shares them with every server that points there"
    ),
    MachineType(
      "Coordinator",
      effect: "the server forms a cluster with every node that uses the same coordinator"
    ),
    MachineType(
      "MetricsStore",
      effect: "the server records metrics where it points, and no longer shows those stored "
        + "elsewhere"
    ),
    MachineType(
      "TracingStore",
      effect:
        "the server records traces where it points, and no longer shows those stored elsewhere"
    ),
  ]

  /// The entry for a type, by its name without `x:`; nil for types that can be copied freely.
  public init?(named name: String) {
    guard let entry = Self.all.first(where: { $0.name == name }) else { return nil }
    self = entry
  }
}
