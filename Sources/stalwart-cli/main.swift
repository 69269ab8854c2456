// SPDX-License-Identifier: MIT

internal import CurlTransport
internal import Glibc
internal import StalwartCLI

exit(
  run(
    in: .process(
      makeTransport: { CurlTransport($0) },
      libraryVersion: { CurlTransport.libraryVersion }
    )
  )
)
