// SPDX-License-Identifier: MIT

import JSON
import StalwartSchema
import Synchronization
import TestSupport
import Testing

private func indexed(_ document: [UInt8], _ index: [UInt8]) -> Schema? {
  Schema(index: index, documentLength: document.count) { Array(document[$0]) }
}

@Suite struct SchemaTests {
  @Test func readsEntriesWhenAskedFor() throws {
    let schema = try Miniature.schema()
    #expect(schema.objectNames == ["x:Limits", "x:MailingList", "x:Node", "x:Relay"])
    let relay = try #require(schema.object(named: "x:relay"))
    #expect(relay.name == "x:Relay")
    #expect(relay.displayName == "Relay")
    #expect(relay.permissionPrefix == "relay")
    #expect(!relay.isSingleton && !relay.isEnterprise && !relay.isMultiVariant)
    let node = try #require(schema.object(named: "x:Node"))
    #expect(node.isEnterprise)
    #expect(node.variants.map(\.name) == ["Edge", "Core", "Idle"])
    #expect(node.variant(named: "idle")?.schemaName == nil)
    #expect(schema.fields(of: relay.shape).first?.name == "name")
    #expect(schema.fields(of: relay.shape)["Name"] == nil)
    #expect(schema.fields(of: relay.shape).find("NAME")?.name == "name")
    #expect(schema.viewNames(of: node) == ["x:Node/Edge"])
    #expect(schema.target(ofReference: "x:Node/Edge")?.object == node)
    #expect(schema.target(ofReference: "x:Node/Edge")?.view == "x:Node/Edge")
    #expect(schema.target(ofReference: "x:Gone") == nil)
    #expect(schema.enumeration(named: "level")?.find("HIGH")?.color == "red")
    #expect(schema.enumeration(named: "level")?["HIGH"] == nil)
    #expect(schema.labelProperty(of: relay) == "name")
    #expect(schema.labelProperty(of: node) == nil)
  }

  @Test func takesWhatItDoesNotKnowAsOpaque() throws {
    let schema = try Miniature.schema()
    #expect(schema.object(named: "x:Strange") == nil)
    let relay = try #require(schema.object(named: "x:Relay"))
    let fields = schema.fields(of: relay.shape)
    #expect(fields["warp"]?.type.notation == "hyperspace")
    #expect(fields["ghost"]?.type.notation == "enum (see Nowhere)")
    #expect(schema.fields(ofSchema: "x:Gone").isEmpty)
    let lists = try #require(schema.object(named: "x:MailingList"))
    #expect(schema.fields(of: lists.shape).isEmpty)
    #expect(schema.shape(named: "x:MailingList") == nil)
    #expect(FieldType(.opaque(.null)).notation == "any")
  }

  @Test func joinsVariantsFirstOneWins() throws {
    let schema = try Miniature.schema()
    let node = try #require(schema.object(named: "x:Node"))
    let union = schema.fields(of: node.shape)
    #expect(union.map(\.name) == ["port", "role", "site"])
    #expect(union["role"]?.type.notation == "enum (see Level)")
    #expect(
      union.candidates("ROLE").map(\.type.notation) == ["enum (see Level)", "string<string>"]
    )
    #expect(union.candidates("port").count == 1)
    #expect(schema.fields(of: node.shape, variant: node.variants[2]).isEmpty)
  }

  @Test(arguments: [
    ("labels", "set<string<string>>"), ("peers", "set<id<Relay>>"),
    ("owner", "id<Node/Edge>?"), ("hosts", "list<Host>"), ("rate", "object<Rate>?"),
    ("quotas", "map<enum (see Level), number<unsignedInteger>>"), ("due", "datetime"),
    ("enable", "boolean"), ("retry", "number<duration>"), ("count", "number<unsignedInteger>?"),
  ])
  func writesTypes(name: String, notation: String) throws {
    let schema = try Miniature.schema()
    #expect(schema.fields(ofSchema: "x:Relay")[name]?.type.notation == notation)
  }

  @Test func keepsItsIndexAndRebuildsADamagedOne() throws {
    let built = try Miniature.schema()
    let index = built.serializedIndex
    let again = try #require(indexed(Miniature.bytes, index))
    #expect(again.objectNames == built.objectNames)
    #expect(again.embeddedNames == built.embeddedNames)
    #expect(again.serializedIndex == index)
    #expect(!again.isDamaged)
    for place in index.indices {
      var damaged = index
      damaged[place] ^= 0x55
      #expect(indexed(Miniature.bytes, damaged) == nil, "byte \(place)")
    }
    for length in [0, 1, 23, 24, 60, index.count - 1] {
      #expect(indexed(Miniature.bytes, Array(index.prefix(length))) == nil)
    }
    #expect(indexed(Miniature.bytes + [UInt8(ascii: "\n")], index) == nil)
  }

  /// A document that changed behind an index that fits is noticed where it is used.
  @Test func noticesDamageInWhatItReads() throws {
    let whole = try Miniature.schema()
    for object in whole.objects {
      for byte in 0..<8 {
        let reads = Mutex(0)
        let damaged = try #require(
          Schema(index: whole.serializedIndex, documentLength: Miniature.bytes.count) { range in
            var part = Array(Miniature.bytes[range])
            reads.withLock { $0 += 1 }
            if part.count > byte, reads.withLock({ $0 }) == 1 { part[byte] ^= 1 }
            return part
          }
        )
        #expect(damaged.object(named: object.name) == nil)
        #expect(damaged.isDamaged)
      }
    }
    let cut = try #require(
      Schema(index: whole.serializedIndex, documentLength: Miniature.bytes.count) { _ in nil }
    )
    #expect(cut.objects.isEmpty)
    #expect(cut.isDamaged)
  }

  @Test func refusesWhatIsNoSchema() {
    for text in ["", "<html>", "{", "[]", "{} x", "null"] {
      #expect { try Schema(document: Array(text.utf8)) } throws: { error in
        if case .notJSON? = error as? SchemaError { true } else { false }
      }
    }
    for text in ["{}", #"{"objects":{}}"#, #"{"objects":[1]}"#, #"{"type":"about:blank"}"#] {
      #expect(throws: SchemaError.noObjects) { try Schema(document: Array(text.utf8)) }
    }
  }

  @Test(arguments: [
    ("relay", "x:Relay"), ("RELAY", "x:Relay"), ("x:relay", "x:Relay"), ("X:Relay", "x:Relay"),
    ("  Relay ", "x:Relay"), ("mailing-list", "x:MailingList"), ("mailing_list", "x:MailingList"),
    ("MailingList", "x:MailingList"), ("x:mailing-list", "x:MailingList"),
  ])
  func findsObjects(typed: String, name: String) throws {
    #expect(try Miniature.schema().resolve(object: typed).name == name)
  }

  @Test func saysWhatANameIsInstead() throws {
    let schema = try Miniature.schema()
    let failures: [(String, LookupError)] = [
      ("Node/Edge", .view(name: "Node/Edge", object: "Node")),
      ("node/edge", .view(name: "Node/Edge", object: "Node")),
      ("Rate", .embedded(name: "Rate", holders: [.init(object: "Relay", field: "rate")])),
      ("x:Nope", .unknownObject(name: "Nope", suggestions: ["Node"])),
      ("Realy", .unknownObject(name: "Realy", suggestions: ["Relay"])),
      ("Zzzzz", .unknownObject(name: "Zzzzz", suggestions: [])),
      ("", .unknownObject(name: "", suggestions: [])),
      ("Mailbox", .unknownObject(name: "Mailbox", suggestions: [])),
    ]
    for (typed, error) in failures {
      #expect(throws: error) { try schema.resolve(object: typed) }
    }
  }

  @Test func findsVariants() throws {
    let schema = try Miniature.schema()
    let (object, variant) = try schema.resolve(objectAndVariant: "node/EDGE")
    #expect(object.name == "x:Node")
    #expect(variant?.name == "Edge")
    #expect(try schema.resolve(objectAndVariant: "relay").variant == nil)
    #expect(throws: LookupError.notMultiVariant(object: "Relay")) {
      try schema.resolve(objectAndVariant: "relay/Edge")
    }
    #expect(
      throws: LookupError.unknownVariant(object: "Node", name: "Egde", suggestions: ["Edge"])
    ) { try schema.resolve(objectAndVariant: "Node/Egde") }
  }
}

@Suite(.enabled(if: SharedData.isAvailable, "../shared is absent"))
struct SharedSchemaTests {
  @Test(arguments: Miniature.shared)
  func readsEveryEntry(name: String) throws {
    let schema = try Miniature.shared(name)
    #expect(schema.objectNames.count == 117)
    #expect(schema.objects.filter(\.isMultiVariant).count == 23)
    #expect(schema.enumeration(named: "PrincipalType") == nil)
    let names = schema.objectNames + schema.embeddedNames
    var count = 0
    for shape in names.compactMap({ schema.shape(named: $0) }) {
      for field in schema.fields(of: shape) {
        count += 1
        if case .opaque = field.type.kind { Issue.record("\(shape.name).\(field.name)") }
      }
      #expect(!schema.sections(of: shape).isEmpty || schema.fields(of: shape).isEmpty)
    }
    #expect(count > 1000)
    let bytes = try SharedData.bytes(name)
    let again = try #require(indexed(bytes, schema.serializedIndex))
    #expect(again.objectNames == schema.objectNames)
  }

  @Test(arguments: Miniature.shared)
  func findsRealObjects(name: String) throws {
    let schema = try Miniature.shared(name)
    for typed in ["calendar", "x:Calendar", "mailing-list", "mta-route", "dkim-signature"] {
      #expect(try schema.resolve(object: typed).name.hasPrefix("x:"))
    }
    #expect(try schema.resolve(object: "calendar").isSingleton)
    #expect(
      throws: LookupError.embedded(
        name: "EmailAlias",
        holders: [
          .init(object: "Account", field: "aliases"),
          .init(object: "MailingList", field: "aliases"),
        ]
      )
    ) { try schema.resolve(object: "EmailAlias") }
    #expect(throws: LookupError.view(name: "Account/User", object: "Account")) {
      try schema.resolve(object: "account/user")
    }
    #expect(
      throws: LookupError.unknownObject(name: "Acount", suggestions: ["Account"])
    ) { try schema.resolve(object: "Acount") }
  }

  @Test(arguments: Miniature.shared)
  func knowsWhereReferencesLead(name: String) throws {
    let schema = try Miniature.shared(name)
    for object in schema.objects {
      for field in schema.fields(of: object.shape) {
        guard let target = field.type.referencedObjectName else { continue }
        #expect(schema.target(ofReference: target) != nil, "\(object.name).\(field.name)")
      }
    }
  }
}
