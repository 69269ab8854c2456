// SPDX-License-Identifier: MIT

import Foundation
import JSON
import TestSupport
import Testing

@testable import Simulator

@Suite
struct DataSetTests {
  @Test(.enabled(if: SharedData.isAvailable, "the recorded data is not there"))
  func writesBackTheDataSetThatItRead() throws {
    let engine = try Engine()
    let data = try JSONValue(parsing: try SharedData.bytes("seed.json"))
    try engine.store.load(data)
    let dump = engine.store.dump()
    for member in data["singletons"]?.object ?? [:] {
      #expect(dump["singletons"]?[member.name] == member.value, "\(member.name)")
    }
    for member in data["objects"]?.object ?? [:] where member.name != "Task" {
      #expect(dump["objects"]?[member.name] == member.value, "\(member.name)")
    }
  }

  @Test
  func keepsFilesApartFromThoseOfTheMachine() throws {
    let engine = try Engine()
    try engine.store.load(json(#"{"files":{"/logs/stalwart.1":"text","/empty/":""}}"#))
    #expect(engine.store.disk.content("//logs/stalwart.1") == Array("text".utf8))
    #expect(engine.store.disk.names(inFolder: "/logs/") == ["stalwart.1"])
    #expect(engine.store.disk.names(inFolder: "/empty") == [])
    #expect(engine.store.disk.names(inFolder: "/") == [])
    #expect(engine.store.disk.names(inFolder: "/log") == nil)
    #expect(engine.store.disk.content("/etc/passwd") == nil)
    #expect(engine.store.dump()["files"] == ["/empty/": "", "/logs/stalwart.1": "text"])
  }

  @Test
  func takesMasksAndWhatIsComputed() throws {
    let engine = try Engine()
    try engine.store.load(
      json(
        #"""
        {"objects":{"Account":[{"@type":"User","name":"jane","domainId":"b","usedDiskQuota":1,
          "emailAddress":"x","credentials":{"0":{"@type":"Password","secret":"****"}}}],
         "Domain":[{"id":"b","name":"example.org","dnsZoneFile":"x"}]}}
        """#
      )
    )
    #expect(engine.store.object("Account", 1)?["name"] == "jane")
  }

  @Test(arguments: [
    ("[]", RegistryStore.DataError.notADataSet), ("{}", .notADataSet),
    (#"{"objects":[]}"#, .notADataSet),
    (#"{"object":{}}"#, .unknownMember("object")),
    (#"{"objects":{"Nope":[]}}"#, .unknownType("Nope", isSingleton: false)),
    (#"{"objects":{"Imap":[]}}"#, .unknownType("Imap", isSingleton: false)),
    (#"{"singletons":{"Role":{}}}"#, .unknownType("Role", isSingleton: true)),
    (#"{"files":{"logs/a":"x"}}"#, .invalidFile("logs/a", reason: "no absolute path")),
    (#"{"files":{"/logs/a":1}}"#, .invalidFile("/logs/a", reason: "its content is no text")),
    (
      #"{"objects":{"Role":[{"id":"!!"}]}}"#,
      .invalidObject(
        type: "Role",
        id: "!!",
        property: "id",
        reason: "no id of the server's form"
      )
    ),
    (
      #"{"objects":{"Account":[{"name":"x"}]}}"#,
      .invalidObject(
        type: "Account",
        id: "number 1",
        property: "@type",
        reason: "missing, or no variant of its type"
      )
    ),
    (
      #"{"objects":{"Domain":[{"id":"b","name":"a.org"},{"id":"c","nome":"b.org"}]}}"#,
      .invalidObject(
        type: "Domain",
        id: "c",
        property: "nome",
        reason: "there is no such property"
      )
    ),
    (
      #"{"objects":{"Domain":[{"id":"b","name":"a.org","dkimManagement":{"@type":"No"}}]}}"#,
      .invalidObject(
        type: "Domain",
        id: "b",
        property: "dkimManagement/@type",
        reason: "missing, or no variant of its type"
      )
    ),
    (
      #"{"objects":{"Domain":[{"id":"b","name":5}]}}"#,
      .invalidObject(
        type: "Domain",
        id: "b",
        property: "name",
        reason: "a number where a text is due"
      )
    ),
    (
      #"{"singletons":{"Imap":{"maxAuthFailures":"3"}}}"#,
      .invalidObject(
        type: "Imap",
        id: nil,
        property: "maxAuthFailures",
        reason: "a text where a whole number from 0 is due"
      )
    ),
    (
      #"{"objects":{"Domain":[{"id":"b","name":"a.org","memberTenantId":"c"}]}}"#,
      .invalidObject(
        type: "Domain",
        id: "b",
        property: "memberTenantId",
        reason: "there is no Tenant with the id c"
      )
    ),
    (
      #"""
      {"objects":{"Domain":[{"id":"b","name":"a.org"}],"Account":[
        {"id":"b","@type":"User","name":"x","domainId":"b","memberGroupIds":{"b":true}}]}}
      """#,
      .invalidObject(
        type: "Account",
        id: "b",
        property: "memberGroupIds/b",
        reason: "there is no Account of the kind Group with the id b"
      )
    ),
    (
      #"{"objects":{"Domain":[{"id":"b","name":"a.org"},{"id":"b","name":"b.org"}]}}"#,
      .invalidObject(type: "Domain", id: "b", property: "id", reason: "it is there twice")
    ),
    (
      #"{"objects":{"Domain":[{"id":"b","name":"a.org"},{"id":"c","name":"a.org"}]}}"#,
      .invalidObject(
        type: "Domain",
        id: "c",
        property: "name",
        reason: "Domain b has the same one"
      )
    ),
  ])
  func saysWhatIsWrongWithADataSet(_ text: String, _ error: RegistryStore.DataError) throws {
    let engine = try Engine()
    let data = try json(text)
    #expect(throws: error) { try engine.store.load(data) }
  }
}
