// SPDX-License-Identifier: MIT

import JSON
import TestSupport
import Testing

@testable import Simulator

struct RegistryTests {
  @Test
  func createsAChainInOneRequest() throws {
    let engine = try Engine()
    let body = ##"""
      {"using":[],"createdIds":{},"methodCalls":[
      ["x:Domain/set",{"create":{"d":{"name":" Example.ORG ","dkimManagement":{"@type":"Manual"}}}},"0"],
      ["x:Account/set",{"create":{"g":{"@type":"Group","name":"sales","domainId":"#d"}}},"1"],
      ["x:Account/set",{"create":{"u":{"@type":"User","name":"Jane","domainId":"#d","memberGroupIds":{"#g":true}}}},"2"]]}
      """##
    let answer = try #require(try engine.answer(body))
    #expect(answer.body["createdIds"] == (try json(#"{"d":"b","g":"b","u":"c"}"#)))
    #expect(try engine.value("Account", "c", "emailAddress") == "jane@example.org")
  }

  @Test
  func neverResolvesValuesOfTheSameCall() throws {
    let answer = try Engine().call(
      "x:Role/set",
      ##"{"create":{"a":{"description":"a","memberTenantId":"#b"},"b":{"description":"b"}}}"##
    )
    #expect(
      answer["notCreated"]?["a"]?["description"] == "Invalid path for Id, expected a string value"
    )
    let cycle = try Engine().call(
      "x:Role/set",
      ##"{"create":{"a":{"memberTenantId":"#b"},"b":{"memberTenantId":"#a"}}}"##
    )
    #expect(cycle["description"] == "Cyclical references are not allowed.")
  }

  @Test
  func protectsWhatIsUsed() throws {
    let engine = try Engine()
    _ = try engine.create("Domain", #"{"name":"example.org","dkimManagement":{"@type":"Manual"}}"#)
    _ = try engine.create("Account", #"{"@type":"User","name":"jane","domainId":"b"}"#)
    let answer = try engine.call("x:Domain/set", #"{"destroy":["b","!!","zz"]}"#)
    #expect(answer["notDestroyed"]?["b"]?["type"] == "objectIsLinked")
    #expect(
      answer["notDestroyed"]?["b"]?["linkedObjects"]
        == (try json(#"[{"object":"Account","id":"b"}]"#))
    )
    #expect(answer["notDestroyed"]?["zz"]?["type"] == "notFound")
    #expect(answer["notDestroyed"]?["!!"] == nil)
  }

  @Test
  func keepsOneNamespaceOfAddresses() throws {
    let engine = try Engine()
    _ = try engine.create("Domain", #"{"name":"example.org","dkimManagement":{"@type":"Manual"}}"#)
    _ = try engine.create(
      "Account",
      #"{"@type":"User","name":"jane","domainId":"b","aliases":{"0":{"name":"j","domainId":"b"}}}"#
    )
    let answer = try engine.call(
      "x:MailingList/set",
      #"{"create":{"l":{"name":"J","domainId":"b","recipients":{"a@b.org":true}}}}"#
    )
    let error = answer["notCreated"]?["l"]
    #expect(error?["type"] == "primaryKeyViolation")
    #expect(error?["properties"] == ["email"])
  }

  @Test
  func tellsKeysApartByTheirBytes() throws {
    let engine = try Engine()
    for name in ["\u{E9}", "e\u{301}"] {
      let id = try engine.create("MemoryLookupKey", #"{"namespace":"n","key":"\#(name)"}"#)
      #expect(try engine.value("MemoryLookupKey", id, "key") == .string(name))
    }
    let again = try engine.call(
      "x:MemoryLookupKey/set",
      #"{"create":{"n":{"namespace":"n","key":"\#("\u{E9}")"}}}"#
    )
    #expect(again["notCreated"]?["n"]?["type"] == "primaryKeyViolation")
  }

  @Test
  func pagesInAscendingOrderAndTurnsThePage() throws {
    let engine = try Engine()
    for number in 1...5 { _ = try engine.create("Role", #"{"description":"role \#(number)"}"#) }
    #expect(try engine.query("Role", #"{"limit":2}"#) == ["c", "b"])
    #expect(try engine.query("Role", #"{"limit":2,"anchor":"c"}"#) == ["e", "d"])
    #expect(try engine.query("Role", #"{"limit":2,"anchor":"!!"}"#) == ["c", "b"])
    #expect(try engine.query("Role", #"{"limit":0}"#) == ["b"])
    #expect(try engine.query("Role", #"{"limit":2,"calculateTotal":true}"#) == ["f", "e"])
    let ascending = #""sort":[{"property":"id","isAscending":true}]"#
    #expect(try engine.query("Role", #"{\#(ascending),"position":3}"#) == ["e", "f"])
    let window = try engine.call(
      "x:Role/query",
      #"{\#(ascending),"position":1,"limit":2,"calculateTotal":true}"#
    )
    #expect(window["ids"] == ["c", "d"])
    #expect(window["position"] == 1)
    #expect(window["total"] == 5)
    #expect(window["limit"] == 2)
    let missing = try engine.call("x:Role/query", #"{"anchor":"zz","calculateTotal":true}"#)
    #expect(missing["type"] == "anchorNotFound")
  }

  @Test
  func masksSecretsAndShowsThemOnce() throws {
    let engine = try Engine()
    _ = try engine.create("Domain", #"{"name":"example.org","dkimManagement":{"@type":"Manual"}}"#)
    _ = try engine.create(
      "Account",
      #"{"@type":"User","name":"jane","domainId":"b","credentials":{"0":{"@type":"Password","secret":"correct horse"}}}"#
    )
    let credentials = try engine.value("Account", "b", "credentials")
    #expect(credentials?["0"]?["secret"] == "****")
    let answer = try engine.call(
      "x:ApiKey/set",
      #"{"accountId":"b","create":{"k":{"description":"script"}}}"#
    )
    let secret = try #require(answer["created"]?["k"]?["secret"]?.string)
    #expect(secret.hasPrefix("API_") && secret.count == 42)
    let account = try #require(engine.store.loginAccount(named: "jane@example.org"))
    #expect(account.credentials.map(\.secret) == ["correct horse", secret])
  }

  @Test
  func refusesWrongArgumentsByTheirPlace() throws {
    let engine = try Engine()
    let last = try engine.call("x:Imap/get", #"{"ids":"singleton"}"#)
    #expect(
      last["description"]?.string?.hasPrefix(
        #"invalid type: string "singleton", expected a sequence at line 1 column "#
      ) ?? false
    )
    let first = try engine.answer(
      #"{"using":[],"methodCalls":[["x:Imap/get",{"ids":5,"properties":null},"0"]]}"#
    )
    #expect(first?.status == 400)
    let unknown = try engine.answer(#"{"using":["urn:nope"],"methodCalls":[]}"#)
    #expect(unknown?.body["type"] == "urn:ietf:params:jmap:error:notRequest")
  }

  @Test
  func answersOnlyTheWizardBeforeTheSetUp() throws {
    let engine = try Engine(.bootstrap)
    #expect(try engine.call("x:Domain/get", "{}")["type"] == "forbidden")
    let wizard = try engine.call("x:Bootstrap/get", #"{"ids":null}"#)
    #expect(wizard["list"]?[0]?["defaultDomain"] == "example.org")
  }

  @Test
  func limitsTenantsToTheirOwn() throws {
    let engine = try Engine()
    _ = try engine.create("Tenant", #"{"name":"T"}"#)
    for (name, tenant) in [("a.org", "null"), ("b.org", "\"b\"")] {
      _ = try engine.create(
        "Domain",
        #"{"name":"\#(name)","memberTenantId":\#(tenant),"dkimManagement":{"@type":"Manual"}}"#
      )
    }
    engine.caller.accountID = 7
    engine.caller.tenantID = 1
    #expect(try engine.query("Domain", "{}") == ["c"])
    #expect(try engine.call("x:Domain/get", #"{"ids":["b"]}"#)["notFound"] == ["b"])
    #expect(try engine.value("Domain", "c", "memberTenantId") == nil)
    let error = try engine.patch("Domain", "c", #"{"memberTenantId":null}"#)
    #expect(error?["description"] == "Cannot modify memberTenantId property")
  }
}
