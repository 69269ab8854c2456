// SPDX-License-Identifier: MIT

/// The methods of JMAP's own types, as far as the server's parser knows their names.
enum StandardMethods {
  /// The capability that each type needs in `using`.
  static let capabilities: [String: String] = [
    "Core": "urn:ietf:params:jmap:core",
    "PushSubscription": "urn:ietf:params:jmap:core",
    "Blob": "urn:ietf:params:jmap:blob",
    "Mailbox": "urn:ietf:params:jmap:mail",
    "Thread": "urn:ietf:params:jmap:mail",
    "Email": "urn:ietf:params:jmap:mail",
    "SearchSnippet": "urn:ietf:params:jmap:mail",
    "Identity": "urn:ietf:params:jmap:submission",
    "EmailSubmission": "urn:ietf:params:jmap:submission",
    "VacationResponse": "urn:ietf:params:jmap:vacationresponse",
    "SieveScript": "urn:ietf:params:jmap:sieve",
    "Quota": "urn:ietf:params:jmap:quota",
    "Principal": "urn:ietf:params:jmap:principals",
    "ShareNotification": "urn:ietf:params:jmap:principals",
    "AddressBook": "urn:ietf:params:jmap:contacts",
    "ContactCard": "urn:ietf:params:jmap:contacts",
    "Calendar": "urn:ietf:params:jmap:calendars",
    "CalendarEvent": "urn:ietf:params:jmap:calendars",
    "ParticipantIdentity": "urn:ietf:params:jmap:calendars",
    "FileNode": "urn:ietf:params:jmap:filenode",
  ]

  private static let functions = [
    "get", "set", "query", "changes", "queryChanges", "copy", "import", "parse", "echo",
    "upload", "lookup", "validate", "getAvailability",
  ]

  /// All names that can stand in a reference.
  static let names: Set<String> = Set(
    capabilities.keys.flatMap { type in functions.map { "\(type)/\($0)" } }
  )
}
