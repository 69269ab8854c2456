// SPDX-License-Identifier: MIT

internal import JSON

extension JMAPEngine {
  // MARK: - Certificate

  /// Fills the properties that the server reads from the certificate: here each one is
  /// self-signed, for the host of the server, and valid for a year from now.
  func fillCertificate(_ object: inout JSONObject) throws(SetError) {
    func unreadable(_ reason: String) -> SetError {
      .invalidProperties("Failed to read certificate: \(reason)", "certificate")
    }
    let text: String
    switch SecretSource.read(object["certificate"], on: store.disk) {
    case .success(let value): text = value
    case .failure(let error): throw unreadable(error.reason)
    }
    guard let body = PEM.body(of: text, label: "CERTIFICATE") else {
      throw unreadable("Cryptographic error: No certificates found in PEM")
    }
    // Recordings have `removed` in place of what is not to be shown.
    guard
      body.isIdenticalText(to: "removed")
        || Base64.decode(body).flatMap({ DERValue($0[...]) })?.tag == DERValue.sequence
    else { throw unreadable("Cryptographic error: Failed to parse certificate") }
    let stored = store.singleton("SystemSettings")["defaultHostname"]?.string ?? ""
    let host = stored.isEmpty ? "localhost" : stored
    let now = clock.seconds
    object["issuer"] = .string("CN=\(host)")
    object["notValidBefore"] = .string(Timestamp(seconds: now).text)
    object["notValidAfter"] = .string(Timestamp(seconds: now + 365 * 86_400).text)
    object["subjectAlternativeNames"] = .object([host: true])
  }

  // MARK: - DkimSignature

  /// Checks that the key of a signature can be used.
  func checkDkimKey(_ object: JSONObject, _ type: ObjectType) throws(SetError) {
    func failure(_ reason: String, _ details: String? = nil) -> SetError {
      let details = details.map { ", details = \($0)" } ?? ""
      return .invalidProperties(
        "Failed to validate DKIM signature: DKIM build error (dkim.build-error): reason = "
          + reason + details
      )
    }
    let required = Validator.violations(type.shape, object).map { violation in
      switch violation.kind {
      case .required: "Property '\(violation.property)' is required"
      case .invalid(let value): "Property '\(violation.property)' has invalid value '\(value)'"
      default: "Property '\(violation.property)' is invalid"
      }
    }
    guard required.isEmpty else {
      throw failure(
        "DKIM signature validation failed",
        "[\(required.joined(separator: ", "))]"
      )
    }
    let text: String
    switch SecretSource.read(object["privateKey"], on: store.disk) {
    case .success(let value): text = value
    case .failure(let error): throw failure(error.reason)
    }
    let isRSA = object["@type"]?.string?.containsBytes("Rsa") ?? false
    let name = isRSA ? "RSA" : "ED25519"
    if let key = PrivateKey(text) {
      guard key.algorithm != .removed, key.algorithm != (isRSA ? .rsa : .ed25519) else { return }
      throw failure("Cryptography layer error: WrongAlgorithm", "Failed to build \(name) key")
    }
    let letters = text.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "+/".contains($0)) }
    if letters.isEmpty || isRSA {
      throw failure("Failed to parse \(name) private key PEM", "Invalid PEM format")
    }
    throw failure("Cryptography layer error: InvalidEncoding", "Failed to build \(name) key")
  }

  // MARK: - PublicKey

  /// Checks that a key can be used, and ends it with one newline.
  func checkPublicKey(_ object: inout JSONObject, replacing old: JSONObject?) throws {
    let text = object["key"]?.string ?? ""
    if text != old?["key"]?.string {
      let isKey =
        PEM.body(of: text, label: "CERTIFICATE") != nil
        || PEM.body(of: text, label: "PGP PUBLIC KEY BLOCK") != nil
      guard isKey else {
        throw SetError.invalidProperties("No valid public key found.", "key")
      }
    }
    if !text.isEmpty, !text.hasSuffix("\n") { object["key"] = .string(text + "\n") }
    guard old == nil, let account = object["accountId"]?.string.flatMap({ ObjectID($0) }) else {
      return
    }
    if store.object("Account", account.value) == nil,
      account.value != Caller.recoveryAdministratorID
    {
      throw MethodError.serverUnavailable
    }
  }

  // MARK: - AcmeProvider

  /// Registers with a certificate authority; all are taken to answer but those that cannot.
  func registerAcme(_ object: inout JSONObject) throws(SetError) {
    func failure(_ reason: String) -> SetError {
      .invalidProperties("Failed to create ACME account: \(reason)", "directory")
    }
    let contacts = (object["contact"]?.object ?? [:]).map(\.name)
    guard !contacts.isEmpty else {
      throw failure("Invalid request: At least one contact email is required")
    }
    for contact in contacts where !contact.contains("@") {
      throw failure("Invalid request: Invalid contact email: \(contact)")
    }
    let directory = object["directory"]?.string ?? ""
    let isLink = directory.hasPrefix("http://") || directory.hasPrefix("https://")
    guard isLink, !directory.contains(" ") else { throw failure("HTTP error: builder error") }
    let host = directory.split(separator: "/", omittingEmptySubsequences: false)[2]
    if host.hasPrefix("127.0.0.1:"), let port = Int(host.dropFirst(10)), port < 80 {
      throw failure("HTTP error: error sending request for url (\(directory))")
    }
    let root = directory.prefix { $0 != "/" } + "//" + host
    object["contact"] = .object(
      JSONObject(
        contacts.map { ($0.hasPrefix("mailto:") ? $0 : "mailto:\($0)", JSONValue.bool(true)) }
      )
    )
    object["accountUri"] = .string("\(root)/acct/77")
    object["accountKey"] = "key"
    object["eabKeyId"] = .null
    object["eabHmacKey"] = .null
  }

  // MARK: - Sieve

  /// Checks the syntax of a script.
  func checkScript(_ object: JSONObject, _ type: ObjectType) throws(SetError) {
    let contents = object["contents"]?.string ?? ""
    let kind = type.name == "SieveUserScript" ? "user" : "system"
    func failure(_ mistake: SieveSyntax.Mistake) -> SetError {
      .invalidProperties("Failed to compile \(kind) Sieve script: \(mistake.text)", "contents")
    }
    if type.name == "SieveUserScript",
      let limit = store.singleton("SieveUserInterpreter")["maxScriptSize"]?.integer,
      contents.utf8.count > limit
    {
      throw failure(SieveSyntax.Mistake(reason: "Script is too long"))
    }
    do throws(SieveSyntax.Mistake) {
      try SieveSyntax.check(contents)
    } catch {
      throw failure(error)
    }
  }

  // MARK: - SpamTrainingSample

  /// Fills the properties that the server reads from the message of a sample.
  func fillSample(_ object: inout JSONObject, _ call: SetCall) throws(SetError) {
    let reader: UInt64? = call.caller.may("fetchAnyBlob") ? nil : call.caller.accountID
    guard
      let text = object["blobId"]?.string, !text.isEmpty,
      let bytes = store.blobs.bytes(of: text, account: reader)
    else { throw .invalidProperties("blobId is required", "blobId") }
    let message = MessageHeaders(bytes)
    guard message.value("From") != nil || message.value("Subject") != nil else {
      throw .invalidProperties(
        "Email message must have a subject or a from header",
        "blobId"
      )
    }
    object["blobId"] = .string(store.blobs.keep(text))
    object["from"] = .string(message.address("From") ?? "")
    object["subject"] = .string(message.value("Subject") ?? "")
    object["expiresAt"] = .string(Timestamp(seconds: clock.seconds + 180 * 86_400).text)
    if !call.caller.may("impersonate") {
      object["accountId"] = .string(ObjectID(value: call.caller.accountID).text)
    }
  }
}
