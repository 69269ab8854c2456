// SPDX-License-Identifier: MIT

import Testing

@testable import Plans

/// How much goes into a request, from what the last one took.
@Suite struct PaceTests {
  @Test func beginsSmallerWherePasswordsAreHashed() {
    let pace = Pace()
    #expect(pace.size(isSlow: false) == 500)
    #expect(pace.size(isSlow: true) == 50)
  }

  /// A request that took so long, and how large the next one is.
  @Test(arguments: [
    (500, 10_000, 250), (500, 5_000, 500), (500, 2_500, 1_000), (500, 1, 2_000),
    (500, 60_000, 125), (100, 5_000, 125), (3, 600_000, 125),
    (1, 200, 500), (10, 260, 500),
  ])
  func aimsAtFiveSeconds(count: Int, milliseconds: Int, next: Int) {
    var pace = Pace()
    pace.note(count, isSlow: false, took: .milliseconds(milliseconds))
    #expect(pace.size(isSlow: false) == next)
    #expect(pace.size(isSlow: true) == 50, "the two are learnt apart")
  }

  @Test func goesDownToOneObjectAndNoFurther() {
    var pace = Pace()
    for _ in 0..<20 { pace.note(50, isSlow: true, took: .seconds(3_600)) }
    #expect(pace.size(isSlow: true) == 1)
  }

  @Test func halvesWhatWasRefused() {
    var pace = Pace()
    pace.refused(objects: 7)
    pace.refused(bytes: 1_000)
    pace.refused(calls: 1)
    #expect(pace.maximumPerCall == 3)
    #expect(pace.maximumBytes == 500)
    #expect(pace.maximumCalls == 1)
  }
}
