// SPDX-License-Identifier: MIT

import JSON
import Testing

@testable import StalwartSchema

/// What is sent to an object for a patch that holds masks or credentials.
struct PatchAdaptationTests {
  private static let text =
    #"{"type": {"type": "string", "format": "string"}, "update": "mutable"}"#
  private static let secret =
    #"{"type": {"type": "string", "format": "secret"}, "update": "mutable"}"#

  private static let document = """
    {"objects": {"x:Box": {"type": "object"}},
     "schemas": {"x:Box": {"type": "single", "schemaName": "x:Box"},
      "x:Auth": {"type": "multiple", "variants": [
        {"name": "Value", "label": "Value", "schemaName": "x:AuthValue"},
        {"name": "None", "label": "None"}]},
      "x:Shelf": {"type": "single", "schemaName": "x:Shelf"},
      "x:Credential": {"type": "multiple", "variants": [
        {"name": "Password", "label": "Password", "schemaName": "x:PasswordCredential"},
        {"name": "ApiKey", "label": "Key", "schemaName": "x:SecondaryCredential"}]}},
     "fields": {"x:Box": {"properties": {
        "name": \(text), "pin": \(secret),
        "auth": {"type": {"type": "object", "objectName": "x:Auth"}, "update": "mutable"},
        "shelves": {"type": {"type": "objectList", "objectName": "x:Shelf"}, "update": "mutable"},
        "credentials": {"type": {"type": "objectList", "objectName": "x:Credential"},
          "update": "mutable"}}},
      "x:AuthValue": {"properties": {"user": \(text), "secret": \(secret)}},
      "x:Shelf": {"properties": {"host": \(text), "user": \(text), "secret": \(secret)}},
      "x:PasswordCredential": {"properties": {"secret": \(secret), "otpAuth": {
        "type": {"type": "string", "format": "uri", "nullable": true}, "update": "mutable"}}},
      "x:SecondaryCredential": {"properties": {"description": \(text),
        "secret": {"type": {"type": "string", "format": "secret"}, "update": "serverSet"}}}},
     "lists": {}, "forms": {}, "enums": {}, "dashboards": [], "layouts": []}
    """

  private static let box: JSONObject = [
    "name": "a", "pin": "****", "auth": ["@type": "Value", "user": "u", "secret": "****"],
    "shelves": [
      "0": ["host": "one", "user": "u", "secret": "****"],
      "1": ["host": "two", "user": "u", "secret": "****"],
    ],
    "credentials": [
      "0": ["@type": "ApiKey", "description": "backup", "secret": "****"],
      "1": ["@type": "Password", "secret": "****", "otpAuth": "****"],
    ],
  ]

  private func adapted(
    _ patch: JSONObject,
    to object: JSONObject = box
  ) throws -> Result<JSONObject, PatchConflict> {
    let schema = try Schema(document: Array(Self.document.utf8))
    let shape = try #require(schema.shape(named: "x:Box"))
    let adaptation = PatchAdaptation(to: object, as: shape, in: schema)
    return Result { () throws(PatchConflict) in try adaptation.adapting(patch) }
  }

  @Test(
    arguments: [
      (["pin": "****"], [:]), (["name": "****"], ["name": "****"]),
      (["name": "b", "pin": "new"], ["name": "b", "pin": "new"]),
      (["auth": ["@type": "Value", "user": "u", "secret": "****"]], [:]),
      (["auth": ["@type": "Value", "user": "v", "secret": "****"]], ["auth/user": "v"]),
      (["auth": ["@type": "None"]], ["auth": ["@type": "None"]]), (["auth/secret": "****"], [:]),
      (
        [
          "shelves": [
            "3": ["host": "one", "user": "v", "secret": "****"],
            "5": ["host": "two", "user": "u", "secret": "****"],
          ]
        ], ["shelves/0/user": "v"]
      ),
      (
        [
          "credentials": [
            "0": ["@type": "Password", "secret": "new"],
            "1": ["@type": "ApiKey", "description": "backup"],
          ]
        ], ["credentials/1/secret": "new"]
      ),
      (
        ["credentials": ["0": .null, "1": ["@type": "Password", "secret": "****"], "7": .null]],
        ["credentials/0": .null]
      ),
      (["credentials/0": ["@type": "Password", "secret": "new"]], ["credentials/1/secret": "new"]),
      (["credentials": [:]], [:]),
    ] as [(JSONObject, JSONObject)]
  )
  func sendsWhatDiffers(patch: JSONObject, sent: JSONObject) throws {
    #expect(try adapted(patch).get() == sent)
  }

  @Test(
    arguments: [
      (["auth": ["@type": "Value", "user": "u", "secret": "****"]], "auth/secret"),
      (["pin": "****"], "pin"), (["auth/secret": "********"], "auth/secret"),
      (["shelves": ["0": ["host": "one", "secret": "****"]]], "shelves/0/secret"),
    ] as [(JSONObject, String)]
  )
  func refusesMasksWithoutASecret(patch: JSONObject, path: String) throws {
    let bare: JSONObject = ["auth": ["@type": "None"], "shelves": [:]]
    #expect(try adapted(patch, to: bare) == .failure(.maskedSecret(path: path)))
  }

  @Test func refusesElementsThatMoved() throws {
    let one: JSONValue = ["host": "one", "user": "u", "secret": "****"]
    let two: JSONValue = ["host": "two", "user": "u", "secret": "****"]
    let three: JSONValue = ["host": "three", "user": "u", "secret": "****"]
    let patches: [JSONObject] = [
      ["shelves": ["0": two, "1": one]], ["shelves": ["0": two]], ["shelves": ["1": three]],
      ["shelves": ["0": one, "1": two, "2": one]], ["shelves/1": one, "shelves/0": two],
      ["auth": ["@type": "Value", "user": "u"], "auth/secret": "****"],
    ]
    for patch in patches {
      guard case .failure(.maskedSecret) = try adapted(patch) else {
        Issue.record("sent: \(patch)")
        continue
      }
    }
    #expect(try adapted(["shelves": ["0": one, "1": two]]) == .success([:]))
    #expect(try adapted(["shelves": ["0": one]]) == .success(["shelves/1": .null]))
  }

  @Test func putsAPasswordBehindWhereThereIsNone() throws {
    let keys: JSONObject = ["credentials": ["0": ["@type": "ApiKey", "description": "backup"]]]
    let password: JSONValue = ["@type": "Password", "secret": "new"]
    #expect(
      try adapted(["credentials": ["0": password]], to: keys)
        == .success(["credentials/1": password])
    )
    #expect(
      try adapted(["credentials": ["0": password, "1": password]])
        == .failure(.secondPassword(path: "credentials/1"))
    )
    #expect(
      try adapted(["credentials": ["0": password, "1": .null]])
        == .failure(.removedAndSet(path: "credentials/1"))
    )
    #expect(
      try adapted(["credentials": ["0": ["@type": "ApiKey", "description": "other"]]])
        == .failure(.unknownCredential(path: "credentials/0"))
    )
  }
}
