// swift-tools-version: 6.2
// SPDX-License-Identifier: MIT

import PackageDescription

let package = Package(
  name: "imap-settings",
  dependencies: [.package(name: "stalwart-cli", path: "../..")],
  targets: [
    .executableTarget(
      name: "imap-settings",
      dependencies: ["StalwartRegistry", "StalwartTransport"].map {
        .product(name: $0, package: "stalwart-cli")
      },
      path: ".",
      sources: ["main.swift"]
    )
  ]
)
