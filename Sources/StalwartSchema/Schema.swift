// SPDX-License-Identifier: MIT

internal import JSON
internal import Synchronization
internal import Text

/// What a server can hold, read from its schema document.
///
/// The document is large and little of it is needed at a time, so entries are found through
/// an index and parsed when they are asked for. What the document lacks is absent, and what
/// this version does not understand is opaque; neither makes the rest unusable.
public final class Schema: Sendable {
  /// The index, in the form in which it is kept beside the document.
  public var serializedIndex: [UInt8] { index.bytes }
  /// Whether the document turned out not to match the index, so that entries seem absent.
  public var isDamaged: Bool { parsed.withLock { $0.isDamaged } }

  /// Reads a part of the document.
  private let read: @Sendable (Range<Int>) -> [UInt8]?
  private let index: SchemaIndex
  private let parsed = Mutex(Parsed())

  /// The entries that were asked for before.
  private struct Parsed: Sendable {
    var objects: [Name: ObjectType] = [:]
    var shapes: [Name: Shape] = [:]
    var fields: [Name: FieldSet] = [:]
    var unions: [Name: FieldSet] = [:]
    var forms: [Name: Form] = [:]
    var lists: [Name: ListDefinition] = [:]
    var enumerations: [Name: Enumeration] = [:]
    var views: [(name: String, object: String)]?
    var isDamaged = false
  }

  /// Creates a schema from a whole document.
  ///
  /// - Throws: ``SchemaError`` if the document is not a schema.
  public init(document: [UInt8]) throws(SchemaError) {
    index = try SchemaIndex(scanning: document)
    read = { Array(document[$0]) }
  }

  /// Creates a schema from a document and the index that was kept beside it; nil if the index
  /// is damaged, or belongs to another document.
  ///
  /// Only those parts of the document are read that are asked for: a run needs a few of a
  /// thousand entries.
  ///
  /// - Parameters:
  ///   - index: What ``serializedIndex`` was.
  ///   - length: The length of the document in bytes.
  ///   - read: Reads a part of the document; nil if that fails.
  public init?(
    index: [UInt8],
    documentLength length: Int,
    read: @escaping @Sendable (Range<Int>) -> [UInt8]?
  ) {
    guard let index = SchemaIndex(index, documentLength: length) else { return nil }
    self.index = index
    self.read = { $0.upperBound <= length ? read($0) : nil }
  }

  // MARK: Entries

  /// The object type of that canonical name, in any case; nil for views and names of nothing.
  public func object(named name: String) -> ObjectType? {
    if let known = parsed.withLock({ $0.objects[name] }) { return known }
    let object = entry(name, in: .objects) { name, json -> ObjectType? in
      guard let kind = json["type"]?.string.flatMap(ObjectType.Kind.init) else { return nil }
      return ObjectType(
        name: name,
        kind: kind,
        description: json["description"]?.string ?? "",
        permissionPrefix: json["permissionPrefix"]?.string ?? "",
        isEnterprise: json["enterprise"]?.boolean ?? false,
        shape: shape(named: name) ?? Shape(name: name, schemaName: name)
      )
    }
    if let object { parsed.withLock { $0.objects[name] = object } }
    return object
  }

  /// The shape of the object type or embedded type of that canonical name, in any case.
  public func shape(named name: String) -> Shape? {
    if let known = parsed.withLock({ $0.shapes[name] }) { return known }
    let shape = entry(name, in: .schemas) { Shape(name: $0, decoding: $1) }
    if let shape { parsed.withLock { $0.shapes[name] = shape } }
    return shape
  }

  /// The fields declared under a schema name, in exactly this spelling but for case.
  public func fields(ofSchema name: String) -> FieldSet {
    if let known = parsed.withLock({ $0.fields[name] }) { return known }
    let fields = entry(name, in: .fields) { FieldSet(decoding: $1) } ?? .empty
    parsed.withLock { $0.fields[name] = fields }
    return fields
  }

  /// The fields of a single type, of a variant, or of all variants together.
  ///
  /// In the union the first variant's field wins. A variant that is only a name has no fields.
  public func fields(of shape: Shape, variant: Variant? = nil) -> FieldSet {
    if let name = shape.schemaName { return fields(ofSchema: name) }
    if let variant { return variant.schemaName.map { fields(ofSchema: $0) } ?? .empty }
    if let union = parsed.withLock({ $0.unions[shape.name] }) { return union }
    var union = FieldSet.empty
    for variant in shape.variants {
      guard let name = variant.schemaName else { continue }
      union.formUnion(fields(ofSchema: name))
    }
    parsed.withLock { [union] in $0.unions[shape.name] = union }
    return union
  }

  /// The form of that name, in any case.
  public func form(named name: String) -> Form? {
    if let known = parsed.withLock({ $0.forms[name] }) { return known }
    let form = entry(name, in: .forms) { Form(decoding: $1) }
    if let form { parsed.withLock { $0.forms[name] = form } }
    return form
  }

  /// The list of an object type or view of that name, in any case.
  public func list(named name: String) -> ListDefinition? {
    if let known = parsed.withLock({ $0.lists[name] }) { return known }
    let list = entry(name, in: .lists) { ListDefinition(decoding: $1) }
    if let list { parsed.withLock { $0.lists[name] = list } }
    return list
  }

  /// The enumeration of that name, in any case; references to enumerations that do not exist occur.
  public func enumeration(named name: String) -> Enumeration? {
    if let known = parsed.withLock({ $0.enumerations[name] }) { return known }
    let enumeration = entry(name, in: .enums) { Enumeration(name: $0, decoding: $1) }
    if let enumeration { parsed.withLock { $0.enumerations[name] = enumeration } }
    return enumeration
  }

  /// The names of the object types of the management interface (`x:`), sorted bytewise.
  public var objectNames: [String] {
    names(in: .objects).filter {
      $0.hasPrefix(TypeName.prefix) && !$0.contains("/") && object(named: $0) != nil
    }
    .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The object types of the management interface (`x:`), sorted by name.
  public var objects: [ObjectType] { objectNames.compactMap { object(named: $0) } }

  /// The names of the embedded types: those that have a shape but no methods; sorted bytewise.
  public var embeddedNames: [String] {
    names(in: .schemas)
      .filter { index.entry($0, in: .objects) == nil }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The names of the enumerations, sorted bytewise.
  public var enumerationNames: [String] {
    names(in: .enums).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The names of the views of an object type, in document order.
  public func viewNames(of object: ObjectType) -> [String] {
    views.filter { $0.object == object.name }.map(\.name)
  }

  /// The object type that a reference points at, and the view if it names one.
  ///
  /// References may name views, such as `x:Account/Group`, and types that do not exist.
  public func target(ofReference name: String) -> (object: ObjectType, view: String?)? {
    if let object = object(named: name) { return (object, nil) }
    guard let view = views.first(where: { $0.name.equalsIgnoringASCIICase(name) }),
      let object = object(named: view.object)
    else { return nil }
    return (object, view.name)
  }

  // MARK: Reading

  /// All views and their objects, in document order.
  var views: [(name: String, object: String)] {
    if let views = parsed.withLock({ $0.views }) { return views }
    var views: [(name: String, object: String)] = []
    for entry in index.entries(of: .objects) {
      let name = entry.name
      guard name.utf8.contains(UInt8(ascii: "/")), let json = value(of: entry),
        json["type"]?.string == "view", let object = json["objectName"]?.string
      else { continue }
      views.append((name, object))
    }
    parsed.withLock { [views] in $0.views = views }
    return views
  }

  func names(in section: SchemaIndex.Section) -> [String] {
    index.entries(of: section).map(\.name)
  }

  /// The name as the document spells it; nil if there is no such entry.
  func canonicalName(_ name: String, in section: SchemaIndex.Section) -> String? {
    index.entry(name, in: section)?.name
  }

  /// Parses an entry; nil if there is none, or it cannot be decoded.
  private func entry<Value>(
    _ name: String,
    in section: SchemaIndex.Section,
    _ decode: (String, JSONValue) -> Value?
  ) -> Value? {
    guard let entry = index.entry(name, in: section), let json = value(of: entry) else {
      return nil
    }
    return decode(entry.name, json)
  }

  private func value(of entry: SchemaIndex.Entry) -> JSONValue? {
    guard let bytes = read(entry.value), SchemaIndex.checksum(bytes[...]) == entry.checksum,
      let value = try? JSONValue(parsing: bytes)
    else {
      parsed.withLock { $0.isDamaged = true }
      return nil
    }
    return value
  }
}
