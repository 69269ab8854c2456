// SPDX-License-Identifier: MIT

public import JSON

/// What a simulator is started with.
public struct Configuration: Sendable {
  /// The port on 127.0.0.1; 0 takes any that is free.
  public var port: UInt16 = 0
  /// What the server lets its clients do.
  public var mode: ServerMode = .recovery
  /// The login name of the recovery administrator.
  public var administratorName = "admin"
  /// The secret of the recovery administrator.
  public var administratorSecret = "testsecret"
  /// A Bearer token that signs in as the recovery administrator.
  public var token: String?
  /// The schema document; nil is the one inside the binary.
  public var schema: SchemaDocument?
  /// The data set that the store is filled with, in the form that `dump` writes.
  public var dataSet: JSONValue?
  /// What errors call the data set, such as the path of its file.
  public var dataName = "data"
  /// What goes wrong on purpose, and when.
  public var faults: [FaultRule] = []
  /// Takes each exchange, as a line of JSON without the line's end.
  public var log: (@Sendable ([UInt8]) -> Void)?
  /// The URL that a server in normal mode advertises; nil is the one that it listens on.
  public var publicURL: String?
  /// The file that the server keeps its database in; nil gives each server one of its own.
  ///
  /// A data set that has a `DataStore` goes before it.
  public var dataStorePath: String?
  /// How much is read of a request.
  var limits = RequestParser.Limits()

  /// Makes a configuration with the defaults.
  public init() {}
}
