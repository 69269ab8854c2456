// SPDX-License-Identifier: MIT

import StalwartSchema
import TestSupport
import Testing

@Suite struct MachineTypeTests {
  @Test func onlyTheDataStoreSelectsTheDatabase() {
    #expect(MachineType.all.filter(\.selectsDatabase).map(\.name) == ["DataStore"])
    #expect(Set(MachineType.all.map(\.name)).count == MachineType.all.count)
    #expect(MachineType(named: "DataStore")?.name == "DataStore")
    #expect(MachineType(named: "Imap") == nil)
    #expect(MachineType(named: "x:DataStore") == nil)
  }

  /// A list of names must not fall behind the schema that it speaks of.
  @Test(.enabled(if: SharedData.isAvailable, "the recorded data is not there"))
  func everyNameIsASingletonOfTheRealSchema() throws {
    let schema = try Schema(document: SharedData.bytes("schema.json.gz"))
    for type in MachineType.all {
      let object = try #require(schema.object(named: "x:" + type.name), "\(type.name)")
      #expect(object.isSingleton)
    }
    // Whatever names a store of its own is in the list, so that a new one is thought about.
    let stores = schema.objects.filter { $0.isSingleton && $0.displayName.hasSuffix("Store") }
    #expect(Set(stores.map(\.displayName)).isSubset(of: MachineType.all.map(\.name)))
  }
}
