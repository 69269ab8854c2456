// SPDX-License-Identifier: MIT

import JSON
import StalwartSchema
import Terminal
import TestSupport

@testable import StalwartCLI

extension FuzzTarget {
  /// `--field`, `--where`, `--sort`, `--fields` and `--stdin`: the first line names
  /// an object, perhaps with a variant; each other begins with a letter that says
  /// where the rest was typed.
  static let fields = FuzzTarget(name: "fields") { bytes in
    guard bytes.count < 4096 else { return }
    let schema = try FuzzSchema.shared.get()
    var typed = lines(of: bytes)
    guard let target = try? schema.resolve(objectAndVariant: typed.removeFirst()) else { return }
    let notes = Notes()
    for line in typed {
      guard let kind = line.utf8.first, kind < 0x80 else { continue }
      let rest = String(decoding: line.utf8.dropFirst(), as: UTF8.self)
      do throws(Failure) {
        switch kind {
        case UInt8(ascii: "w"):
          try checkCondition(rest, target.object, schema, notes)
        case UInt8(ascii: "s"): _ = try SortArgument(rest, of: target.object, in: schema)
        case UInt8(ascii: "f"):
          let names = rest.split(separator: ",").map(String.init)
          _ = try FieldSelection(names, of: target.object, in: schema)
        case UInt8(ascii: "i"): _ = try IdentifierList.anyForm(Array(rest.utf8))
        case UInt8(ascii: "u"): try checkField(rest, target, .update, schema, notes)
        default: try checkField(rest, target, .create, schema, notes)
        }
      } catch {
        try checkFailure(error)
      }
      if let finding = notes.finding { throw finding }
    }
  }

  /// Findings made where only failures may be thrown.
  private final class Notes {
    private(set) var finding: Finding?

    func require(_ condition: Bool, _ text: @autoclosure () -> String) {
      if !condition, finding == nil { finding = Finding(description: text()) }
    }
  }

  /// Every failure of typed text is one of usage, has words, and does not steer the terminal.
  private static func checkFailure(_ failure: Failure) throws {
    try require(failure.exitCode == .usage, "the exit code is \(failure.exitCode)")
    try require(!failure.summary.isEmpty, "the failure has no words")
    for (_, text) in failure.lines {
      if let found = Steering.found(in: Sanitizer.singleLine(text).utf8) {
        throw Finding(description: "a failure holds \(found)")
      }
    }
  }

  /// A value that was taken is in the server's form: it is taken again as it is.
  private static func checkField(
    _ text: String,
    _ target: (object: ObjectType, variant: Variant?),
    _ operation: ValueOptions.Operation,
    _ schema: Schema,
    _ notes: Notes
  ) throws(Failure) {
    let assignment = try FieldAssignment(text, option: "--field")
    let options = ValueOptions(operation, now: 1_800_000_000, checksUpdate: false)
    let shape = target.object.shape
    let value: JSONValue
    let path: FieldPath
    do throws(FieldError) {
      path = try schema.resolve(
        path: assignment.key,
        in: shape,
        variant: target.variant,
        options: options
      )
      value = try schema.value(of: assignment.value, at: path, options: options)
    } catch {
      throw Failure(error, owner: target.object.displayName)
    }
    let written = value.serialized()
    notes.require((try? JSONValue(parsing: written)) == value, "a value is no JSON: \(written)")
    var body = JSONObject()
    body[path.key] = value
    if shape.isMultiVariant, path.key != "@type", let variant = target.variant {
      body["@type"] = .string(variant.name)
    }
    let (again, errors) = schema.normalise(
      body,
      as: shape,
      variant: target.variant,
      options: options
    )
    guard errors.isEmpty else {
      // Members of the same name in other variants may have other types.
      let isOfVariant = !shape.isMultiVariant || target.variant != nil
      notes.require(
        !isOfVariant || path.key == "@type",
        "a value is refused as JSON: \(body) \(errors)"
      )
      return
    }
    notes.require(
      JSONValue.object(again) == .object(body),
      "a value changes as JSON: \(JSONValue.object(body).serialized())"
        + " becomes \(JSONValue.object(again).serialized())"
    )
  }

  /// A condition that was taken can be sent, and its value typed again means the same.
  private static func checkCondition(
    _ text: String,
    _ type: ObjectType,
    _ schema: Schema,
    _ notes: Notes
  ) throws(Failure) {
    let arguments = try FilterArguments([text], for: type, in: schema, now: 1_800_000_000)
    guard let term = arguments.terms.first else { return }
    let filter = JSONValue.object(FilterTerm.filter([term]))
    notes.require((try? JSONValue(parsing: filter.serialized())) == filter, "a filter is no JSON")
    _ = term.matches([:])
    var object = JSONObject()
    object[term.name] = term.value
    if let holds = term.matches(object), term.field != nil, term.declared == nil {
      let wanted = [.equal, .greaterOrEqual, .lessOrEqual].contains(term.comparison)
      notes.require(holds == wanted, "\(text) does not hold for its own value \(term.value)")
    }
    guard let value = term.value.string ?? term.value.number?.text else { return }
    let typedAgain = term.name + term.comparison.rawValue + value
    do throws(Failure) {
      let again = try FilterArguments([typedAgain], for: type, in: schema, now: 1_800_000_000)
      notes.require(again.terms == arguments.terms, "\(text) and \(typedAgain) differ")
    } catch {
      notes.require(false, "\(text) is taken, but not \(typedAgain)")
    }
  }
}
