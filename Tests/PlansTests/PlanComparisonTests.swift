// SPDX-License-Identifier: MIT

import JSON
import StalwartSchema
import Testing

@testable import Plans

@Suite struct PlanComparisonTests {
  /// What differs, in short: `~ Zone #b: note "x" -> nothing`.
  private func differences(
    _ old: String,
    _ new: String,
    in schema: Schema = Fixture.schema,
    skipsSecrets: Bool = false
  ) throws -> [String] {
    let plans = [old, new].map { PlanCheck(PlanReading(Array($0.utf8)), against: schema) }
    for plan in plans { #expect(plan.problems.isEmpty, "\(plan.problems.map(\.reason))") }
    let comparison = PlanComparison(
      plans[0].plan,
      plans[1].plan,
      in: schema,
      options: MatchingOptions(skipsSecrets: skipsSecrets)
    )
    return comparison.entries.map { entry in
      let difference = entry.difference
      let mark: [PlanDifference.Action: String] = [.create: "+", .update: "~", .destroy: "-"]
      let name = difference.clientID.map { " #" + $0 } ?? difference.id.map { " " + $0 } ?? ""
      let changes = difference.changes.map { change in
        let (old, new) = (change.old?.serialized(), change.new?.serialized())
        return change.isSecret
          ? "\(change.path) ****" : "\(change.path) \(old ?? "nothing") -> \(new ?? "nothing")"
      }
      return "\(mark[difference.action] ?? "") \(difference.operation.object)\(name)"
        + (changes.isEmpty ? "" : ": " + changes.joined(separator: ", "))
    }
  }

  private static let zones =
    ##"{"@type":"upsert","object":"Zone","matchOn":["name"],"value":{"zone-b":{"name":"a","note":"n","size":1},"zone-c":{"name":"b","note":null,"parent":"#zone-b"}}}"##

  @Test func findsNothingBetweenAPlanAndItself() throws {
    #expect(try differences(Self.zones, Self.zones).isEmpty)
  }

  @Test func followsReferencesWhateverTheClientIDs() throws {
    let same =
      ##"{"@type":"upsert","object":"Zone","matchOn":["name"],"value":{"x":{"name":"b","parent":"#y"},"y":{"size":1,"note":"n","name":"a"}}}"##
    #expect(try differences(Self.zones, same).isEmpty)
    #expect(try differences(same, Self.zones).isEmpty)
    let other =
      ##"{"@type":"upsert","object":"Zone","matchOn":["name"],"value":{"y":{"name":"a","size":1,"note":"n"},"x":{"name":"b","parent":"#x2"},"x2":{"name":"c"}}}"##
    // The parent of b is another zone now, whatever it is called.
    #expect(
      try differences(Self.zones, other)
        == [##"~ Zone #x: parent "#zone-b" -> "#x2""##, ##"+ Zone #x2: name nothing -> "c""##]
    )
  }

  @Test func tellsWhatIsOnlyInOnePlan() throws {
    let one =
      ##"{"@type":"upsert","object":"Zone","value":{"q":{"name":"a","size":2,"note":"n"}}}"##
    #expect(
      try differences(Self.zones, one) == [##"~ Zone #q: size 1 -> 2"##, "- Zone #zone-c"]
    )
    #expect(
      try differences(one, Self.zones)
        == [
          ##"~ Zone #zone-b: size 2 -> 1"##,
          ##"+ Zone #zone-c: name nothing -> "b", parent nothing -> "#q""##,
        ]
    )
  }

  @Test func knowsARenamedObjectByItsClientID() throws {
    let renamed = Self.zones.replacing(##""name":"a""##, with: ##""name":"z""##)
    let host =
      "\n"
      + ##"{"@type":"upsert","object":"Host","matchOn":["name","domainId"],"value":{"h":{"name":"h","domainId":"#zone-b"}}}"##
    #expect(
      try differences(Self.zones + host, renamed + host) == [##"~ Zone #zone-b: name "a" -> "z""##]
    )
  }

  @Test func takesValuesAsTheServerStoresThem() throws {
    func host(_ body: String) -> String {
      ##"{"@type":"upsert","object":"Zone","value":{"z":{"name":"z"}}}"## + "\n"
        + ##"{"@type":"upsert","object":"Host","value":{"h":{"name":"h","domainId":"#z",\##(body)}}}"##
    }
    let one = host(
      ##""wait":"1m","tags":{"a":true,"b":true},"aliases":{"0":{"name":"x","enabled":true}}"##
    )
    let same = host(##""wait":60000,"tags":{"b":true,"a":true},"aliases":{"0":{"name":"x"}}"##)
    #expect(try differences(one, same).isEmpty)
    let other = host(
      ##""wait":1,"tags":{"b":true,"c":true},"aliases":{"0":{"name":"x","enabled":false},"1":{"name":"y"}}"##
    )
    #expect(
      try differences(one, other) == [
        "~ Host #h: wait 60000 -> 1, tags/c nothing -> true, tags/a true -> nothing, "
          + "aliases/0/enabled true -> false, "
          + ##"aliases/1 nothing -> {"name":"y"}"##
      ]
    )
  }

  @Test func putsUpdatesIntoTheObjectsThatTheyMean() throws {
    let whole =
      ##"{"@type":"upsert","object":"Zone","value":{"z":{"name":"z","note":"n","size":5}}}"##
    let parts = """
      {"@type":"upsert","object":"Zone","value":{"z":{"name":"z"}}}
      {"@type":"upsert","object":"Zone","value":{"again":{"name":"z","size":5}}}
      {"@type":"update","object":"Zone","id":"#again","value":{"note":"n"}}
      """
    #expect(try differences(whole, parts).isEmpty)
  }

  @Test func comparesSingletonsAndObjectsByID() throws {
    let one = """
      {"@type":"update","object":"Caps","value":{"max":1}}
      {"@type":"update","object":"Zone","id":"b","value":{"note":"x"}}
      """
    let other = """
      {"@type":"update","object":"Zone","id":"ab","value":{"note":"y"}}
      {"@type":"update","object":"Zone","id":"c","value":{"note":"y"}}
      """
    #expect(
      try differences(one, other) == [
        ##"~ Zone b: note "x" -> "y""##, ##"~ Zone c: note nothing -> "y""##,
        "~ Caps: max 1 -> nothing",
      ]
    )
  }

  @Test func comparesRemovalsByTheirFilters() throws {
    let one = ##"{"@type":"destroy","object":"Zone","value":{"name":"a","size":1}}"##
    let same = ##"{"@type":"destroy","object":"zone","value":{"size":1,"name":"a"}}"##
    #expect(try differences(one, same).isEmpty)
    #expect(try differences("", one) == [##"- Zone: name nothing -> "a", size nothing -> 1"##])
    #expect(try differences(one, "").count == 1)
  }

  @Test func masksSecretsAndTellsWhetherTheyDiffer() throws {
    func host(_ secret: String) -> String {
      ##"{"@type":"upsert","object":"Zone","value":{"z":{"name":"z"}}}"## + "\n"
        + ##"{"@type":"upsert","object":"Host","value":{"h":{"name":"h","domainId":"#z"\##(secret)}}}"##
    }
    let (one, other) = (host(##","secret":"hush1""##), host(##","secret":"hush2""##))
    #expect(try differences(one, one).isEmpty)
    #expect(try differences(one, other) == ["~ Host #h: secret ****"])
    #expect(try differences(one, host("")) == ["~ Host #h: secret ****"])
    #expect(try differences(one, other, skipsSecrets: true).isEmpty)
    #expect(try differences(one, host(""), skipsSecrets: true).isEmpty)
    // Nothing is known of what comes from elsewhere; names are made of ids.
    let (env, file) = (host(##","secret":"${env:A}""##), host(##","secret":"${file:b}""##))
    #expect(try differences(env, file).isEmpty)
    #expect(try differences(one, env) == ["~ Host #h: secret ****"])
  }

  @Test func masksSecretsInsideWhatIsNew() throws {
    let schema = SnapshotFixture.schema
    let bare = ##"{"@type":"upsert","object":"Host","value":{"h":{"@type":"User","name":"u"}}}"##
    let whole =
      ##"{"@type":"upsert","object":"Host","value":{"h":{"@type":"User","name":"u","credentials":{"0":{"@type":"Password","secret":"hush"}}}}}"##
    let found = try differences(bare, whole, in: schema)
    #expect(found.count == 1)
    #expect(
      found.first
        == ##"~ Host #h: credentials nothing -> {"0":{"@type":"Password","secret":"****"}}"##
    )
    #expect(try differences(whole, bare, in: schema).first?.contains("hush") == false)
    #expect(try differences(bare, whole, in: schema, skipsSecrets: true).isEmpty)
    #expect(try differences(whole, whole, in: schema).isEmpty)
  }

  @Test func findsTheTwinWithTheSameClientIDAmongSeveral() throws {
    func keys(_ first: String, _ second: String) -> String {
      """
      {"@type":"upsert","object":"Zone","value":{"z1":{"name":"a"},"z2":{"name":"b"}}}
      {"@type":"upsert","object":"Key","matchOn":["selector","zoneId"],"value":{
        "\(first)":{"selector":"s","zoneId":"#z1"},"\(second)":{"selector":"s","zoneId":"#z2"}}}
      """
    }
    let schema = SnapshotFixture.schema
    #expect(try differences(keys("k1", "k2"), keys("k2", "k1"), in: schema).isEmpty)
    let one = """
      {"@type":"upsert","object":"Zone","value":{"z1":{"name":"a"},"z2":{"name":"b"}}}
      {"@type":"upsert","object":"Key","matchOn":["selector"],"value":{
        "k":{"selector":"s","zoneId":"#z2"}}}
      """
    // The label finds both; what the other plan matches by decides.
    #expect(try differences(keys("k1", "k2"), one, in: schema) == ["- Key #k1"])
  }
}
