// SPDX-License-Identifier: MIT

/// The permissions as `/api/account` lists them.
enum PermissionList {
  /// The names, without those that can never be used, in the server's order.
  ///
  /// The server keeps permissions as bits and lists each word of 64 from its highest bit down.
  /// One permission was added late and has the last number, not its place in the schema.
  static func names(of caller: Caller, in all: [String]) -> [String] {
    let names = inServerOrder(all).filter { caller.may($0) && !unusable.contains($0) }
    guard caller.isRecoveryAdministrator else { return names }
    return names.filter { name in !ownAccount.contains { name.hasPrefix($0) } }
  }

  /// Names in the order in which the server goes through its bits.
  static func inServerOrder(_ all: [String]) -> [String] {
    let numbered = all.filter { $0 != lateComer } + all.filter { $0 == lateComer }
    return stride(from: 0, to: numbered.count, by: 64).flatMap { start in
      numbered[start..<min(start + 64, numbered.count)].reversed()
    }
  }

  private static let lateComer = "jmapFileNodeCopy"

  private static let unusable = Set(
    FactFile(PackageResources.unusable_permissions_txt).words.map(String.init)
  )

  /// The recovery administrator has no account of its own.
  private static let ownAccount = [
    "sysAccountPassword", "sysAccountSettings", "sysApiKey", "sysAppPassword",
  ]
}
