// SPDX-License-Identifier: MIT

import Foundation
import Synchronization
import TestSupport
import Testing

/// What the reference client printed is what our binary prints, by the rules of
/// `deviations.md` in the recorded data.
///
/// `REFERENCE_SHOW=1` prints every difference, `REFERENCE_ONLY=TEXT` runs only the
/// cases whose name contains the text (in groups that change the store: up to them).
@Suite(.serialized)
struct ReferenceTests {
  private static let environment = ProcessInfo.processInfo.environment

  /// The groups whose cases do not depend on each other.
  private static let unchanging: Set<String> = ["read", "terminal", "snapshot"]

  @Test(
    .enabled(if: SharedData.isAvailable, "the recorded data is not there"),
    arguments: ["read", "terminal", "update", "create", "delete", "apply", "snapshot"]
  )
  func printsWhatTheReferencePrinted(group: String) throws {
    let cases = try ReferenceCase.all(group)
    try #require(!cases.isEmpty, "\(group) was not recorded")
    let run = try ReferenceRun()
    let results =
      try Self.unchanging.contains(group)
      ? Self.runTogether(cases, run) : cases.map { ($0, try run.run($0)) }
    Self.report(group, results)
  }

  /// Published plans, applied to an empty server: once to look, twice for real.
  @Test(
    .enabled(if: ReferenceCase.isAvailable("plans"), "the recorded plans are not there"),
    arguments: ReferenceCase.groups(below: "plans")
  )
  func appliesPublishedPlans(group: String) throws {
    let run = try ReferenceRun(emptyServer: true)
    Self.report(group, try ReferenceCase.all(group).map { ($0, try run.run($0)) })
  }

  /// Two at a time: the cases do not change the store.
  private static func runTogether(
    _ cases: [ReferenceCase],
    _ run: ReferenceRun
  ) throws -> [(ReferenceCase, ReferenceComparison)] {
    let only = environment["REFERENCE_ONLY"]
    let chosen = cases.filter { only.map($0.name.contains) ?? true }
    let results = Mutex<[Int: Result<ReferenceComparison, any Error>]>([:])
    DispatchQueue.concurrentPerform(iterations: 2) { half in
      for index in stride(from: half, to: chosen.count, by: 2) {
        let result = Result { try run.run(chosen[index]) }
        results.withLock { $0[index] = result }
      }
    }
    return try results.withLock { results in
      try results.sorted { $0.key < $1.key }.map { (chosen[$0.key], try $0.value.get()) }
    }
  }

  private static func report(
    _ group: String,
    _ results: [(ReferenceCase, ReferenceComparison)]
  ) {
    var equal = 0
    var compared = 0
    var deviating = 0
    for (recorded, comparison) in results where !recorded.isHeld {
      compared += 1
      let differences = comparison.differences
      let reason = ReferenceDeviations.reasons[recorded.name]
      if differences.isEmpty {
        equal += 1
        if reason != nil { Issue.record("\(recorded.name) is equal: take it off the list") }
        continue
      }
      if reason != nil {
        deviating += 1
      } else {
        Issue.record("\(recorded.name)\n\(differences.joined(separator: "\n"))")
      }
      if environment["REFERENCE_SHOW"] != nil { show(comparison, differences, reason) }
    }
    print("\(group.uppercased()): \(equal) of \(compared) equal, \(deviating) differ on purpose")
  }

  private static func show(
    _ comparison: ReferenceComparison,
    _ differences: [String],
    _ reason: String?
  ) {
    print("### \(comparison.recorded.name): \(comparison.recorded.args)")
    if let reason { print("on purpose: \(reason)") }
    print(differences.joined(separator: "\n"))
    print("--- expected, exit \(comparison.recorded.exit ?? -1)")
    print(comparison.expectedOutput, terminator: "")
    print(comparison.expectedErrors, terminator: "")
    print("--- found, exit \(comparison.status)")
    print(comparison.output, terminator: "")
    print(comparison.errors)
  }
}
