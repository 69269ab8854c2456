// SPDX-License-Identifier: MIT

import JSON
import Testing

@testable import Simulator

/// The files that say what the schema does not: a word that nothing reads would be lost unseen.
@Suite
struct FactFileTests {
  private let schema: SchemaModel

  init() throws {
    schema = try SchemaModel(document: #require(SchemaDocument.embedded).text)
  }

  @Test
  func readsWordsAndLists() {
    let file = FactFile(Array("one: a b\ntwo:\nurn:x: c\n".utf8))
    #expect(file.lists.map(\.name) == ["one", "two", "urn:x"])
    #expect(file.lists.map(\.words) == [["a", "b"], [], ["c"]])
    #expect(file.words == ["one:", "a", "b", "two:", "urn:x:", "c"])
  }

  @Test
  func hasBehavioursOfKnownTypesOnly() {
    #expect(TypeBehaviours.table.keys.filter { schema.types[$0] == nil } == [])
  }

  @Test
  func hasFactsOfKnownTypesInKnownWordsOnly() {
    let members: Set<String> = [
      "is", "unique", "claim", "filters", "sorts", "scansByValue", "refuses",
    ]
    for entry in FactFile(PackageResources.types_json).object {
      #expect(schema.types[entry.name] != nil, "\(entry.name)")
      let value = entry.value
      #expect(Set((value.object ?? [:]).names).isSubset(of: members), "\(entry.name)")
      for word in value["is"]?.array ?? [] {
        #expect(word.string.flatMap { TypeFacts.Trait(rawValue: $0) } != nil, "\(word)")
      }
      for filter in value["filters"]?.object ?? [:] where filter.value.array == nil {
        let matching = filter.value.string.flatMap { TypeFacts.Matching(rawValue: $0) }
        #expect(matching != nil, "\(entry.name).\(filter.name)")
      }
      if let claim = value["claim"]?.string {
        #expect(TypeFacts.Claim(rawValue: claim) != nil, "\(claim)")
      }
      let verbs = Set((value["refuses"]?.object ?? [:]).names)
      #expect(verbs.isSubset(of: ["create", "update", "destroy"]), "\(entry.name)")
    }
  }

  @Test
  func namesKnownPropertiesOnly() {
    for (name, properties) in FactFile(PackageResources.properties_txt).lists {
      #expect(!properties.isEmpty, "\(name)")
      for property in properties {
        let parts = property.split(separator: ".").map(String.init)
        #expect(schema.structures[parts[0]]?.byName[parts[1]] != nil, "\(property)")
      }
    }
  }

  @Test
  func makesKnownTypesAtTheFirstStart() {
    for part in FactFile(PackageResources.first_start_json).object {
      for section in part.value.object ?? [:] {
        for type in (section.value.object ?? [:]).names {
          #expect(schema.types[type]?.isSingleton == (section.name == "singletons"), "\(type)")
        }
      }
    }
  }
}
