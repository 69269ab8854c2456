// SPDX-License-Identifier: MIT

public import JSON
public import StalwartSchema

/// A mistake in a plan that its text alone proves, and where it stands.
public struct PlanProblem: Error, Sendable {
  /// What is wrong.
  public let reason: Reason
  /// The operation that it is about; nil where the text is no operation.
  public let operation: Operation?
  /// Where it stands in the plan, in bytes.
  public let offset: Int
  /// Whether the value at that place must not be shown.
  public let isSecret: Bool

  /// Describes a mistake.
  public init(
    _ reason: Reason,
    in operation: Operation? = nil,
    at offset: Int,
    isSecret: Bool = false
  ) {
    self.reason = reason
    self.operation = operation
    self.offset = offset
    self.isSecret = isSecret
  }
}

extension PlanProblem {
  /// What can be wrong with a plan.
  public enum Reason: Equatable, Sendable {
    // The text.

    /// The text is encoded in something other than UTF-8.
    case encoding(String)
    /// The text is not JSON.
    case json(JSONError.Reason)
    /// Something other than an object stands where an operation should.
    case notAnOperation(JSONValue.Kind)
    /// A member that every operation of its kind needs is missing.
    case missingMember(String)
    /// `@type` is none of the operations.
    case unknownOperation(String)
    /// A member that the operation does not have.
    case unknownMember(String)
    /// A member is of the wrong kind.
    case wrongKind(member: String, expected: String, found: JSONValue.Kind)
    /// A `${env:}` or `${file:}` that leads to nothing.
    case unresolvedSubstitution(text: String, reason: String)

    // The operation.

    /// The type is unknown, or stands for no objects of its own.
    case object(LookupError)
    /// The operation is none for a singleton.
    case singleton
    /// `scope` in an operation that matches nothing.
    case scopeWithoutMatching
    /// An update without `id`.
    case missingID
    /// An id other than `singleton` for a singleton.
    case idOfSingleton(String)
    /// An update that lacks `value`, or has one that is no object.
    case missingPatch
    /// A reconcile that lacks `value`.
    case missingBodies
    /// No bodies where some are needed.
    case emptyValue
    /// `matchOn` without a property.
    case emptyMatchOn
    /// `matchOn` with a text other than `*`.
    case matchOnText(String)
    /// A reconcile of a type that has no label, without `matchOn`.
    case noMatchKey
    /// `matchOn` names something that is no property of the type.
    case unknownMatchProperty(String, suggestions: [String])
    /// `matchOn` names a secret, which the server does not show.
    case secretMatchProperty(String)
    /// `onCreate` speaks of a client id that `value` does not have.
    case onCreateWithoutBody(String)
    /// The same client id twice in one operation.
    case duplicateID(String)

    // The filter of a destroy.

    /// A condition that refers to an object of the plan, which is made only later.
    case referenceInFilter(String, property: String)
    /// A condition with null, which no object fulfils.
    case nullCondition(String)
    /// A word other than `AND` between conditions.
    case filterOperator(String)
    /// A condition beside `conditions`.
    case mixedFilter(String)
    /// `conditions` that hold nothing, and so find everything.
    case emptyFilter

    // The scope.

    /// `scope` with null.
    case nullScope(String)
    /// `@type` in the scope of a type without variants.
    case scopeWithoutVariants
    /// A variant in the scope that the type does not have.
    case unknownScopeVariant(String, variants: [String])
    /// A property in the scope that the server computes.
    case scopeOnServerSet(String)
    /// A name in the scope that is no property.
    case unknownScopeProperty(String)
    /// A body that contradicts the scope of its operation.
    case outsideScope(id: String, property: String, value: String, scope: String)

    // The bodies.

    /// The mask of a secret in what a new object is made of.
    case maskedSecret(id: String, path: String)
    /// A body that is no object.
    case bodyNotAnObject(id: String)
    /// A body of a type with variants that does not say which it is.
    case missingType(id: String)
    /// A property, or a value, that does not fit the schema.
    case field(FieldError)
    /// A body lacks a property that matching needs.
    case missingMatchProperty(id: String, property: String)
    /// Nothing in a body can be compared.
    case nothingComparable(id: String)
    /// Two bodies that match the same object.
    case sameMatchKey(id: String, other: String, properties: [String])
    /// Two bodies that say the same.
    case identicalValues(id: String, other: String)

    // References.

    /// What refers.
    public enum Referrer: Equatable, Sendable {
      /// A property that is part of the match key.
      case matchProperty(String)
      /// A property of the scope.
      case scope(String)
      /// Any other property.
      case property(String)
      /// The id of an update.
      case updateID
    }
    /// A client id that no operation before defines; `later` is the operation that does.
    case unresolvedReference(String, by: Referrer, later: Int?)
    /// A client id of an object of another type than the property refers to.
    case referenceToOtherType(String, by: Referrer, expected: String, found: String)
    /// Objects of one operation that refer to each other in a circle.
    case circularReference([String])
  }
}
