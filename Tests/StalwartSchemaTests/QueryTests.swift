// SPDX-License-Identifier: MIT

import JSON
import StalwartSchema
import TestSupport
import Testing

private let noon: Int64 = 1_795_435_200

@Suite struct FilterTests {
  private func filter(_ text: String, of object: String = "x:Relay") throws -> String {
    let schema = try Miniature.schema()
    let type = try #require(schema.object(named: object))
    let term = try schema.filterTerm(parsing: text, for: type, now: noon)
    return JSONValue.object(FilterTerm.filter([term])).serialized()
  }

  @Test(arguments: [
    ("name=a>=b", #"{"name":"a>=b"}"#), ("NAME=", #"{"name":""}"#),
    (" name = x ", #"{"name":" x "}"#),
    ("name==", #"{"name":"="}"#), ("TEXT=jane", #"{"text":"jane"}"#),
    ("retry>30m", #"{"retryIsGreaterThan":1800000}"#),
    ("quota>=1KB", #"{"quotaIsGreaterThanOrEqual":1024}"#),
    ("due<-1h", #"{"dueIsLessThan":"2026-11-23T11:00:00Z"}"#),
    ("when<=2026-01-01", #"{"whenIsLessThanOrEqual":"2026-01-01T00:00:00Z"}"#),
    ("due>2020-01-01T00:00:00Z", #"{"dueIsGreaterThan":"2020-01-01T00:00:00Z"}"#),
    ("failures>2", #"{"failuresIsGreaterThan":2}"#), ("level=HIGH", #"{"level":"high"}"#),
    ("enable=yes", #"{"enable":true}"#), ("weight=0.5", #"{"weight":0.5}"#),
    ("owner=jane", #"{"owner":"jane"}"#), ("labels=null", #"{"labels":"null"}"#),
  ])
  func understands(text: String, json: String) throws {
    #expect(try filter(text) == json)
  }

  @Test func findsVariants() throws {
    #expect(try filter("@type=EDGE", of: "x:Node") == #"{"@type":"Edge"}"#)
    #expect(throws: FilterError.self) { try filter("@type=Egde", of: "x:Node") }
    #expect(throws: FilterError.self) { try filter("@type>Edge", of: "x:Node") }
    #expect(throws: FilterError.self) { try filter("@type=Edge") }
  }

  @Test func refuses() throws {
    for text in ["", "name", "=x", " =x", ">5"] {
      #expect(throws: FilterError.syntax(text)) { try filter(text) }
    }
    #expect(
      throws: FilterError.unknownField(owner: "Relay", name: "nmae", suggestions: ["name"])
    ) { try filter("nmae=x") }
    #expect(
      throws: FilterError.unordered(field: "name", comparison: .greater, type: "string<string>")
    ) { try filter("name>a") }
    #expect(throws: FilterError.self) { try filter("owner<b") }
    for text in ["failures=x", "level=hgih", "due>soon", "enable=maybe", "retry>x", "when=x"] {
      #expect { try filter(text) } throws: {
        if case .value? = $0 as? FilterError { true } else { false }
      }
    }
  }

  @Test func joinsTermsAndKeepsTheLast() throws {
    let schema = try Miniature.schema()
    let relay = try #require(schema.object(named: "x:Relay"))
    let terms = try ["failures>1", "failures<9", "failures>2", "owner=b"].map {
      try schema.filterTerm(parsing: $0, for: relay)
    }
    #expect(
      JSONValue.object(FilterTerm.filter(terms)).serialized()
        == #"{"failuresIsGreaterThan":2,"failuresIsLessThan":9,"owner":"b"}"#
    )
    #expect(terms[3].referencedObjectName == "x:Node")
    #expect(terms[3].replacing(value: "c").value == "c")
  }

  @Test func comparesOnThisSide() throws {
    let schema = try Miniature.schema()
    let relay = try #require(schema.object(named: "x:Relay"))
    let object: JSONObject = [
      "name": "a", "retry": 5, "due": "2026-01-01T01:00:00+01:00", "labels": ["x": true],
      "count": .null, "enable": true,
    ]
    for (text, result) in [
      ("name=a", true), ("name=A", false), ("retry>4", true), ("retry<=4", false),
      ("due=2026-01-01", true), ("due<2026-01-01", false), ("labels=x", true), ("labels=y", false),
      ("count=0", false), ("enable=1", true), ("text=a", nil), ("quota=1", false),
    ] as [(String, Bool?)] {
      #expect(try schema.filterTerm(parsing: text, for: relay).matches(object) == result, "\(text)")
    }
  }

  @Test func listsWhatIsDeclared() throws {
    let schema = try Miniature.schema()
    let relay = try #require(schema.object(named: "x:Relay"))
    #expect(
      schema.filters(of: relay).map { "\($0.field) \($0.notation)" } == [
        "text text", "owner id<Node>", "when date", "failures integer", "level enum (see Level)",
      ]
    )
  }
}

@Suite struct ColumnTests {
  @Test func resolvesNames() throws {
    let schema = try Miniature.schema()
    let relay = try #require(schema.object(named: "x:Relay"))
    let columns = try schema.columns(["ID", " name ", "@Type", "DUE", "count"], of: relay)
    #expect(columns.map(\.name) == ["id", "name", "@type", "due", "count"])
    #expect(columns.map(\.label) == ["Number", "Name", "@type", "Due At", "count"])
    #expect(columns[3].field?.type.notation == "datetime")
    for name in ["nmae", ""] {
      #expect { try schema.columns([name], of: relay) } throws: {
        if case .unknownField? = ($0 as? FieldError)?.reason { true } else { false }
      }
    }
  }

  @Test func knowsTheDefaults() throws {
    let schema = try Miniature.schema()
    let relay = try #require(schema.object(named: "x:Relay"))
    let columns = try #require(schema.defaultColumns(of: relay))
    #expect(columns.map(\.name) == ["id", "name", "due"])
    #expect(columns.map(\.label) == ["Id", "Relay Name", "Due At"])
    let node = try #require(schema.object(named: "x:Node"))
    #expect(schema.defaultColumns(of: node)?.map(\.label) == ["Id", "Edge Port"])
    #expect(schema.label(of: "port", in: node) == "Port")
    let lists = try #require(schema.object(named: "x:MailingList"))
    #expect(schema.defaultColumns(of: lists) == nil)
  }

  @Test func groupsFields() throws {
    let schema = try Miniature.schema()
    let relay = try #require(schema.object(named: "x:Relay"))
    let sections = schema.sections(of: relay.shape)
    #expect(sections.map(\.title) == ["Relay", "Times", ""])
    #expect(sections[0].entries.map(\.label) == ["Name", "quota"])
    #expect(sections[1].entries.map(\.field.name) == ["retry"])
    #expect(sections[2].entries.first?.field.name == "zone")
    #expect(sections[0].filtered { $0.name == "quota" }?.entries.count == 1)
    #expect(sections[1].filtered { _ in false } == nil)
    let node = try #require(schema.object(named: "x:Node"))
    let edge = schema.sections(of: node.shape, variant: node.variants[0])
    #expect(edge.map(\.title) == ["", "View", ""])
    let core = schema.sections(of: node.shape, variant: node.variants[1])
    #expect(core.flatMap(\.entries).map(\.field.name).sorted() == ["port", "role", "site"])
  }
}

@Suite struct DescriptionTests {
  private func describe(_ name: String) throws -> String {
    let schema = try Miniature.schema()
    return Miniature.text(schema.description(of: try schema.resolve(description: name)))
  }

  @Test func listsObjects() throws {
    #expect(
      Miniature.text(try Miniature.schema().overview()) == """
        Limits       Caps. [singleton]
        MailingList  Lists.
        Node         Nodes.
        Relay        Forwards mail.

        """
    )
  }

  @Test func describesVariantsFiltersAndOrder() throws {
    #expect(
      try describe("node") == """
        Node
          Nodes.

          Variants:
            Edge: Edge node
              Fields:
                port  number<unsignedInteger>  mutable
                role  enum (see Level)  mutable
                site  string<string>  server-set
            Core: Core node
              Fields:
                port  number<unsignedInteger>  mutable
                role  string<string>  mutable
                site  string<string>  mutable
            Idle: Idle node

        Filters:
            text  text  Text

        """
    )
    #expect(
      try describe("Relay").hasSuffix(
        """

        Filters:
            text      text              Text
            owner     id<Node>          Owner
            when      date              When
            failures  integer           Failures
            level     enum (see Level)  Level

        Sort by:
            name, due

        """
      )
    )
  }

  @Test func describesWhatIsInside() throws {
    #expect(
      try describe("level") == """
        Level  (enum)

          Variants:
            high    High
            midWay  Middle
                Between the two.
            Low/a   Low

        """
    )
    #expect(
      try describe("rate") == """
        Rate  (embedded type)
          Used by Relay.rate

        Fields:
            count   number<unsignedInteger>  mutable
            period  number<duration>  mutable

        """
    )
    #expect(
      try describe("relay.RATE.count") == "Relay.rate.count  number<unsignedInteger>  mutable\n"
    )
    #expect(try describe("relay.hosts.host") == "Relay.hosts.host  string<string>  mutable\n")
    #expect(try describe("node/core.role") == "Node/Core.role  string<string>  mutable\n")
    #expect(try describe("relay.levels").contains("high    High"))
    #expect(try describe("relay.rate").contains("Used by Relay.rate"))
  }

  @Test func saysWhatIsNotThere() throws {
    for (name, error) in [
      ("Levle", LookupError.unknownObject(name: "Levle", suggestions: ["Level"])),
      ("Node/Edge", .view(name: "Node/Edge", object: "Node")),
      ("relay.nmae", .unknownField(owner: "Relay", name: "nmae", suggestions: ["name"])),
      ("relay.rate.cout", .unknownField(owner: "Rate", name: "cout", suggestions: ["count"])),
      ("relay.name.x", .unknownField(owner: "Relay.name", name: "x", suggestions: [])),
    ] {
      #expect(throws: error) { try describe(name) }
    }
    #expect(throws: LookupError.self) { try describe("relay.") }
    #expect(throws: LookupError.self) { try describe(".") }
  }

  @Test func colorsNames() throws {
    let schema = try Miniature.schema()
    let level = schema.description(of: try schema.resolve(description: "Level"))
    #expect(level[0].spans.map(\.style) == [.bold, .plain, .dim])
    #expect(level[2].spans == [DescriptionSpan("  Variants:", .bold)])
    #expect(level[3].spans.map(\.style) == [.plain, .color("red"), .plain])
    #expect(level[4].spans.map(\.style) == [.plain, .name, .plain])
  }

  @Test func describesForPrograms() throws {
    let schema = try Miniature.schema()
    #expect(
      schema.overviewJSON()[0].serialized()
        == #"{"name":"Limits","kind":"singleton","description":"Caps."}"#
    )
    let limits = schema.descriptionJSON(of: try schema.resolve(description: "limits"))
    #expect(
      limits.serialized()
        == #"{"name":"Limits","kind":"singleton","description":"Caps.","enterprise":false,"fields":"#
        + #"[{"name":"max","type":"number<size>","update":"mutable","description":""}],"#
        + #""filters":[],"sort":[]}"#
    )
    let level = schema.descriptionJSON(of: try schema.resolve(description: "level"))
    #expect(level["variants"]?[1]?["explanation"] == "Between the two.")
    let rate = schema.descriptionJSON(of: try schema.resolve(description: "relay.rate"))
    #expect(rate["embedded"]?["usedBy"] == ["Relay.rate"])
    let relay = schema.descriptionJSON(of: try schema.resolve(description: "relay"))
    let retry = relay["fields"]?.array?.first { $0["name"] == "retry" }
    #expect(retry?["default"] == "30m")
  }
}

@Suite(.enabled(if: SharedData.isAvailable, "../shared is absent"))
struct ReferenceDescriptionTests {
  private struct Recording {
    let arguments: [String]
    let output: String
    let isUnstable: Bool
    let isTerminal: Bool
  }

  private func recordings(_ part: String) throws -> [Recording] {
    var reader = JSONSequenceReader(try SharedData.bytes("reference/\(part).ndjson.gz"))
    var found: [Recording] = []
    while let (entry, _) = try reader.next() {
      let arguments = entry["args"]?.array?.compactMap(\.string) ?? []
      guard arguments.first == "describe", !arguments.contains("--help"),
        entry["exit"]?.integer == 0
      else { continue }
      let terminal = entry["terminal"]?.string
      found.append(
        Recording(
          arguments: arguments,
          output: terminal ?? entry["stdout"]?.string ?? "",
          isUnstable: entry["unstable"]?.boolean ?? false,
          isTerminal: terminal != nil
        )
      )
    }
    return found
  }

  private func lines(_ recording: Recording, _ schema: Schema) throws -> [DescriptionLine] {
    guard let name = recording.arguments.dropFirst().first else { return schema.overview() }
    return schema.description(of: try schema.resolve(description: name))
  }

  @Test func printsWhatTheReferencePrints() throws {
    let schema = try Miniature.shared("schema.json.gz")
    let recordings = try recordings("read")
    #expect(recordings.count >= 13)
    for recording in recordings {
      let text = Miniature.text(try lines(recording, schema))
      if recording.isUnstable {
        let ours = text.split(separator: "\n").sorted()
        #expect(ours == recording.output.split(separator: "\n").sorted(), "\(recording.arguments)")
      } else {
        #expect(text == recording.output, "\(recording.arguments)")
      }
    }
  }

  @Test func colorsWhatTheReferenceColors() throws {
    let schema = try Miniature.shared("schema.json.gz")
    let recordings = try recordings("terminal").filter(\.isTerminal)
    #expect(!recordings.isEmpty)
    for recording in recordings {
      let text = try lines(recording, schema).map { line in
        line.spans.map(Self.colored).joined() + "\r\n"
      }.joined()
      if recording.isUnstable {
        #expect(
          text.split(separator: "\r\n").sorted()
            == recording.output.split(separator: "\r\n").sorted()
        )
      } else {
        #expect(text == recording.output)
      }
    }
  }

  private static func colored(_ span: DescriptionSpan) -> String {
    let code =
      switch span.style {
      case .plain, .color: ""
      case .bold: "\u{1B}[1m"
      case .dim: "\u{1B}[2m"
      case .name: "\u{1B}[36m"
      }
    return code.isEmpty ? span.text : code + span.text + "\u{1B}[0m"
  }
}
