// SPDX-License-Identifier: MIT

import CurlTransport
import HTTP
import Registry

// Prints the IMAP settings of a server: a program of one's own on the libraries of this package.
// usage: imap-settings URL USER PASSWORD
let arguments = CommandLine.arguments
guard arguments.count == 4 else { fatalError("usage: imap-settings URL USER PASSWORD") }
let connection = Connection(
  to: try BaseURL(parsing: arguments[1]),
  authorization: .basic(user: arguments[2], password: Secret(arguments[3])),
  over: CurlTransport(TransportConfiguration(userAgent: "imap-settings/1.0")),
  options: ConnectionOptions(),
  waiting: Waiting(wait: { _, _ in }, jitter: { 0 })
)
let settings = try connection.get("x:Imap", ids: ["singleton"], properties: nil)
for object in settings.list { print(try object.value()) }
