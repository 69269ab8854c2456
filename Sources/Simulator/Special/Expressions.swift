// SPDX-License-Identifier: MIT

internal import JSON

extension JMAPEngine {
  /// Compiles the expressions of an object; the first one that is wrong fails it.
  func checkExpressions(_ type: ObjectType, _ object: JSONObject) throws(SetError) {
    guard let structure = type.shape.structure(of: object) else { return }
    try checkExpressions(structure, object)
  }

  private func checkExpressions(
    _ structure: Structure,
    _ object: JSONObject
  ) throws(SetError) {
    for property in structure.properties {
      guard case .object(let shape) = property.kind else { continue }
      guard let value = object[property.name]?.object else { continue }
      if shape.single?.isExpression ?? false {
        let compiler = ExpressionCompiler(
          variables: ExpressionVariables.allowed(in: structure.name)
        )
        if let reason = compiler.problem(in: value) {
          throw .validationFailed(
            [SetError.Violation(property: property.name, kind: .invalid(reason))],
            properties: [property.name]
          )
        }
      } else if let inner = shape.structure(of: value) {
        try checkExpressions(inner, value)
      }
    }
  }
}

/// Checks the texts of expressions for what the server refuses.
struct ExpressionCompiler {
  /// The variables that the expression may use; nil for all of them.
  let variables: Set<String>?

  /// What is wrong with an expression in its wire form; nil if it is good.
  func problem(in expression: JSONObject) -> String? {
    let otherwise = expression["else"]?.string ?? ""
    let conditions = expression["match"]?.object ?? [:]
    if conditions.isEmpty, otherwise.isEmpty { return nil }
    if otherwise.isEmpty { return "Missing 'else' block in 'if' expression" }
    if let problem = problem(in: otherwise) {
      return "Error parsing 'else' expression: \(problem)"
    }
    for (index, condition) in conditions.enumerated() {
      let parts = ["if", "then"].map { ($0, condition.value[$0]?.string ?? "") }
      guard parts.allSatisfy({ !$0.1.isEmpty }) else {
        return "All 'if' and 'then' blocks must be non-empty"
      }
      for (name, text) in parts {
        if let problem = problem(in: text) {
          return "Error parsing '\(name)' expression in condition #\(index + 1): \(problem)"
        }
      }
    }
    return nil
  }

  /// What is wrong with a text; nil if it is good.
  func problem(in text: String) -> String? {
    var scanner = Scanner(Array(text.unicodeScalars))
    var depth: [Unicode.Scalar] = []
    while let scalar = scanner.peek() {
      switch scalar {
      case "'", "\"":
        guard scanner.skipString() else { return "Unterminated string" }
      case "(", "[":
        depth.append(scalar)
        scanner.advance()
      case ")", "]":
        guard let open = depth.popLast(), (open == "(") == (scalar == ")") else {
          return scalar == ")"
            ? "Unmatched close parenthesis" : "Unmatched close bracket"
        }
        scanner.advance()
      case "0"..."9": scanner.skipWhile { Self.isWord($0) }
      default:
        guard scalar.properties.isAlphabetic || scalar == "_" || scalar == "$" else {
          scanner.advance()
          continue
        }
        if let problem = problem(inName: scanner.takeWhile { Self.isWord($0) }, scanner) {
          return problem
        }
      }
    }
    guard let open = depth.last else { return nil }
    return open == "(" ? "Unmatched open parenthesis" : "Unmatched open bracket"
  }

  private func problem(inName name: String, _ scanner: Scanner) -> String? {
    if scanner.isCall {
      return Self.functions.contains(name) ? nil : "Invalid variable or constant \"\(name)\""
    }
    if ExpressionVariables.all.contains(name) {
      guard let variables, !variables.contains(name) else { return nil }
      return "Variable \"\(name)\" not allowed in this context"
    }
    if ExpressionVariables.constants.contains(name) || name.hasPrefix("$") { return nil }
    return "Invalid variable or constant \"\(name)\""
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "_"
      || scalar == "." || scalar == "$"
  }

  private static let functions = Set(
    """
    count is_empty is_number is_ip_addr is_ipv4_addr is_ipv6_addr is_local_domain \
    is_local_address trim trim_end trim_start len to_lowercase to_uppercase is_uppercase \
    is_lowercase has_digits count_spaces count_uppercase count_lowercase count_chars contains \
    contains_ignore_case eq_ignore_case starts_with ends_with lines substring strip_prefix \
    strip_suffix split rsplit split_once rsplit_once split_n split_words tokenize \
    levenshtein_distance array hash key_get key_exists key_set counter_incr counter_get \
    dns_query sql_query store_query is_intersect winnow sort dedup ip_reverse_name email_part \
    domain_part local_part detect_file_type metric matches system rand is_header_utf8_valid \
    is_ascii similarity cosine_similarity jaccard_similarity if_then contains_any
    """
    .split(separator: " ").map(String.init)
  )

  /// Walks over the characters of an expression.
  private struct Scanner {
    private let scalars: [Unicode.Scalar]
    private var index = 0

    init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

    func peek() -> Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    mutating func advance() { index += 1 }

    mutating func skipWhile(_ isIncluded: (Unicode.Scalar) -> Bool) {
      while let scalar = peek(), isIncluded(scalar) { index += 1 }
    }

    mutating func takeWhile(_ isIncluded: (Unicode.Scalar) -> Bool) -> String {
      let start = index
      skipWhile(isIncluded)
      return String(String.UnicodeScalarView(scalars[start..<index]))
    }

    /// Skips a quoted text; false if its end is missing.
    mutating func skipString() -> Bool {
      let quote = scalars[index]
      index += 1
      while let scalar = peek() {
        index += scalar == "\\" ? 2 : 1
        if scalar == quote { return true }
      }
      return false
    }

    /// Whether an opening parenthesis follows.
    var isCall: Bool {
      var next = index
      while next < scalars.count, scalars[next] == " " { next += 1 }
      return next < scalars.count && scalars[next] == "("
    }
  }
}

/// The variables of expressions, and where each may be used.
enum ExpressionVariables {
  /// The names that stand for themselves.
  static let constants = Set(
    """
    true false relaxed strict disable optional require ipv4_only ipv6_only ipv6_then_ipv4 \
    ipv4_then_ipv6 hourly daily weekly login plain xoauth2 oauthbearer mixer stanag4406 nsep
    """
    .split(separator: " ").map(String.init)
  )

  private static let connection =
    "listener remote_ip remote_port local_ip local_port protocol is_tls asn country"
  private static let session = connection + " helo_domain authenticated_as"
  private static let mail = session + " sender sender_domain"
  private static let recipient = mail + " rcpt rcpt_domain recipients priority"
  private static let queue =
    recipient
    + " retry_num notify_num last_error last_status expires_in queue_name queue_age"
    + " received_from_ip received_via_port source size mx"
  private static let web =
    connection
    + " url url_original path path_query query host port scheme authority method headers"
  private static let message =
    session
    + " env_from env_from.domain env_from.local env_to from from.domain from.local from.name to"
    + " to.domain to.local to.name cc cc.domain cc.local cc.name bcc bcc.domain bcc.local bcc.name"
    + " reply_to reply_to.domain reply_to.local reply_to.name subject subject.thread"
    + " subject.words body body.html body.raw body.text body.words remote_ip.ptr"
  private static let part = message + " value value_lower raw raw_lower location"
  private static let name = part + " domain sld host email email_lower local name name_lower"

  private static let rows: [String: String] = [
    "Alert": "*",
    "Http": web,
    "MtaStageConnect": connection,
    "MtaInboundSession": connection,
    "MtaStageEhlo": connection + " helo_domain",
    "MtaStageAuth": mail,
    "MtaExtensions": mail,
    "MtaStageMail": mail,
    "SenderAuth": mail,
    "MtaOutboundStrategy": queue,
    "MtaOutboundThrottle": queue,
    "MtaQueueQuota": queue,
    "SpamRuleAny": message,
    "SpamDnsblServerAny": message,
    "SpamRuleBody": part,
    "SpamDnsblServerBody": part,
    "SpamRuleHeader": part + " attributes headers name name_lower",
    "SpamDnsblServerHeader": part + " attributes headers name name_lower",
    "SpamRuleDomain": name,
    "SpamDnsblServerDomain": name,
    "SpamRuleEmail": name,
    "SpamDnsblServerEmail": name,
    "SpamRuleIp": part + " ip ip_reverse reverse_ip octets is_v4 is_v6",
    "SpamDnsblServerIp": part + " ip ip_reverse reverse_ip octets is_v4 is_v6",
    "SpamRuleUrl": name + " url url_original path path_query query port scheme authority",
    "SpamDnsblServerUrl": name + " url url_original path path_query query port scheme authority",
  ]

  /// All names.
  static let all: Set<String> = Set(
    ([queue, web] + Array(rows.values)).flatMap { $0.split(separator: " ").map(String.init) }
  )
  .subtracting(["*"])

  private static let tables: [String: Set<String>] = rows.mapValues { row in
    Set(row.split(separator: " ").map(String.init))
  }
  private static let recipientVariables = Set(recipient.split(separator: " ").map(String.init))

  /// The variables that the expressions of a structure may use; nil for all of them.
  static func allowed(in structure: String) -> Set<String>? {
    guard let row = tables[structure] else { return recipientVariables }
    return row.contains("*") ? nil : row
  }
}
