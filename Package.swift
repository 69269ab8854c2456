// swift-tools-version: 6.2
// SPDX-License-Identifier: MIT

import PackageDescription

/// Every Swift target is compiled alike: Swift 6 mode, warnings are errors,
/// every unsafe operation is marked, every import is internal unless said otherwise.
let swiftSettings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A library module; the list of dependencies is the whole of what it may import.
func module(
  _ name: String,
  _ dependencies: [String] = [],
  resources: [Resource] = []
) -> Target {
  .target(
    name: name,
    dependencies: dependencies.map { .byName(name: $0) },
    resources: resources,
    swiftSettings: swiftSettings
  )
}

/// What `Tests/Fuzz` checks.
let fuzzed = [
  "Text", "JSON", "HTTP", "JMAP", "StalwartSchema", "Plans", "CommandLine", "Terminal",
  "StalwartCLI", "Registry", "Simulator", "TestSupport",
]

/// The fuzzers replay their corpus as a test, unless `Tests/Fuzz/run` makes programs of them.
let isFuzzing = Context.environment["STALWART_FUZZ"] != nil

func tests(_ name: String, _ dependencies: [String]) -> Target {
  .testTarget(
    name: name,
    dependencies: dependencies.map { .byName(name: $0) },
    exclude: goldens[name] ?? [],
    swiftSettings: swiftSettings
  )
}

/// Files that tests read from the source tree, not from a resource bundle.
let goldens: [String: [String]] = [
  "CommandLineTests": ["Golden"],
  "EndToEndTests": ["Golden", "Scripts"],
  "StalwartCLITests": ["Golden", "Plans"],
]

/// What stands beside the fuzzers and is not compiled with them.
let fuzzFiles = [
  "Corpus", "Entry.swift", "bare-system", "leaks", "mutex.c", "run", "sanitizers",
]

let fuzzers: Target =
  if isFuzzing {
    .target(
      name: "Fuzzers",
      dependencies: fuzzed.map { .byName(name: $0) },
      path: "Tests/Fuzz",
      exclude: ["ReplayTests.swift"] + fuzzFiles,
      swiftSettings: swiftSettings
    )
  } else {
    .testTarget(
      name: "FuzzTests",
      dependencies: fuzzed.map { .byName(name: $0) },
      path: "Tests/Fuzz",
      exclude: fuzzFiles,
      swiftSettings: swiftSettings
    )
  }

let package = Package(
  name: "stalwart-cli",
  products: [
    .executable(name: "stalwart-cli", targets: ["stalwart-cli"]),
    .executable(name: "stalwart-sim", targets: ["stalwart-sim"]),
    // What a program of one's own can be built on.
    .library(name: "StalwartSchema", targets: ["StalwartSchema", "JSON"]),
    .library(name: "StalwartRegistry", targets: ["Registry", "JMAP", "HTTP", "JSON"]),
    .library(name: "StalwartTransport", targets: ["CurlTransport", "HTTP"]),
  ] + (isFuzzing ? [.library(name: "Fuzzers", type: .static, targets: ["Fuzzers"])] : []),
  targets: [
    // Headers only: CurlTransport loads the library when it is needed.
    .systemLibrary(name: "CLibcurl"),
    module("Text"),
    module("JSON", ["Text"]),
    module("HTTP", ["Text"]),
    module("CommandLine", ["Text"]),
    module("Terminal"),
    module("JMAP", ["Text", "JSON"]),
    module("StalwartSchema", ["Text", "JSON"]),
    module("Registry", ["Text", "JSON", "HTTP", "JMAP", "StalwartSchema"]),
    module("Plans", ["Text", "JSON", "JMAP", "StalwartSchema", "Registry"]),
    module("CurlTransport", ["HTTP", "CLibcurl"]),
    module(
      "StalwartCLI",
      [
        "Text", "JSON", "HTTP", "JMAP", "StalwartSchema", "Registry", "Plans", "CommandLine",
        "Terminal",
      ]
    ),
    module(
      "Simulator",
      ["Text", "JSON", "CommandLine"],
      resources: [.embedInCode("Resources")]
    ),
    .executableTarget(
      name: "stalwart-cli",
      dependencies: ["StalwartCLI", "CurlTransport"],
      swiftSettings: swiftSettings
    ),
    .executableTarget(
      name: "stalwart-sim",
      dependencies: ["Simulator"],
      swiftSettings: swiftSettings
    ),
    .target(
      name: "TestSupport",
      dependencies: ["JSON", "HTTP", "Terminal", "Simulator"],
      path: "Tests/TestSupport",
      swiftSettings: swiftSettings
    ),
    tests("TextTests", ["Text"]),
    tests("JSONTests", ["JSON", "Text", "TestSupport"]),
    tests("HTTPTests", ["HTTP", "TestSupport"]),
    tests("CommandLineTests", ["CommandLine", "TestSupport"]),
    tests("TerminalTests", ["Terminal", "TestSupport"]),
    tests("JMAPTests", ["JMAP", "JSON", "HTTP", "TestSupport"]),
    tests("StalwartSchemaTests", ["StalwartSchema", "JSON", "TestSupport"]),
    tests("RegistryTests", ["Registry", "JMAP", "JSON", "HTTP", "StalwartSchema", "TestSupport"]),
    tests(
      "PlansTests",
      ["Plans", "Registry", "JMAP", "HTTP", "JSON", "StalwartSchema", "Text", "TestSupport"]
    ),
    tests("CurlTransportTests", ["CurlTransport", "HTTP", "Simulator", "TestSupport"]),
    tests(
      "StalwartCLITests",
      [
        "StalwartCLI", "CommandLine", "Terminal", "Text", "HTTP", "JSON", "JMAP",
        "StalwartSchema", "Registry", "Plans", "Simulator", "TestSupport",
      ]
    ),
    tests("SimulatorTests", ["Simulator", "CommandLine", "JSON", "TestSupport"]),
    tests(
      "ConformanceTests",
      ["Simulator", "JSON", "TestSupport", "stalwart-cli", "stalwart-sim"]
    ),
    tests("EndToEndTests", ["JSON", "TestSupport", "stalwart-cli", "stalwart-sim"]),
    fuzzers,
  ]
)
