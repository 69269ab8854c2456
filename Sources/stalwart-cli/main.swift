// SPDX-License-Identifier: MIT

internal import CurlTransport
internal import Glibc
internal import StalwartCLI

let status = run(
  in: .process(
    makeTransport: { CurlTransport($0) },
    libraryVersion: { CurlTransport.libraryVersion }
  )
)
// Everything is written; the exit handlers of thirty libraries have nothing to add.
_exit(status)
