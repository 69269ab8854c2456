// SPDX-License-Identifier: MIT

internal import JSON

/// As much of mail as it takes to fill the queue.
struct MailStore {
  /// The blob of each imported message, by the id of the message.
  var blobs: [String: String] = [:]
  private var changes = 0
  private var documents = 0
  private var submissions = 0
  private var emailState = "n"

  /// The state after one more change, for which the server counts four.
  mutating func nextState() -> String {
    changes += 4
    return "s" + (changes < 32 ? "a" : "") + ObjectID(value: UInt64(changes)).text
  }

  /// Imports a message and returns its id, its thread, and the states before and after.
  mutating func addEmail(
    blobID: String
  ) -> (id: String, thread: String, old: String, new: String) {
    documents += 1
    let number = UInt64(documents)
    let id = ObjectID(value: 8 << 30 | number).text
    let old = emailState
    emailState = nextState()
    blobs[id] = blobID
    return (id, ObjectID(value: number).text, old, emailState)
  }

  /// The id of the next submission.
  mutating func addSubmission() -> String {
    submissions += 1
    return ObjectID(value: UInt64(submissions)).text
  }
}

extension JMAPEngine {
  /// Runs the few mail methods that lead to a message in the queue; nil for all others.
  func runMail(
    _ call: MethodCall,
    _ arguments: JSONObject,
    in context: RequestContext
  ) throws(MethodError) -> JSONObject? {
    let accountID = try account(arguments["accountId"]?.string, context.caller)
    let owner: JSONValue = .string(ObjectID(value: accountID).text)
    switch call.name {
    case "Mailbox/get": return ["accountId": owner, "state": "n", "list": [], "notFound": []]
    case "Identity/set":
      var created: JSONObject = [:]
      for member in arguments["create"]?.object ?? [:] {
        created[member.name] = ["id": "b"]
        context.createdIDs[member.name] = ObjectID(value: 1)
      }
      _ = mail.nextState()
      return [
        "accountId": owner, "newState": .string(mail.nextState()), "created": .object(created),
      ]
    case "Email/import": return importMail(arguments, owner, accountID, context)
    case "EmailSubmission/set": return submit(arguments, owner, context)
    default: return nil
    }
  }

  private func importMail(
    _ arguments: JSONObject,
    _ owner: JSONValue,
    _ accountID: UInt64,
    _ context: RequestContext
  ) -> JSONObject {
    var created: JSONObject = [:]
    var states = (old: "n", new: "n")
    for member in arguments["emails"]?.object ?? [:] {
      let blobID = member.value["blobId"]?.string ?? ""
      guard let bytes = store.blobs.bytes(of: blobID, account: nil) else { continue }
      let email = mail.addEmail(blobID: blobID)
      if var account = store.object("Account", accountID) {
        let used = account["usedDiskQuota"]?.integer ?? 0
        account["usedDiskQuota"] = .number(JSONNumber(used + bytes.count))
        store.put("Account", accountID, account)
      }
      states = (email.old, email.new)
      addMailTasks(accountID, document: email.id, MessageHeaders(bytes))
      let blob = "c" + blobID.dropFirst().prefix(52) + "ayaai"
      created[member.name] = [
        "id": .string(email.id), "threadId": .string(email.thread), "blobId": .string(blob),
        "size": .number(JSONNumber(bytes.count)),
      ]
      context.createdIDs[member.name] = ObjectID(email.id)
    }
    return [
      "accountId": owner, "oldState": .string(states.old), "newState": .string(states.new),
      "created": .object(created),
    ]
  }

  /// Queues what the server does with a new message.
  private func addMailTasks(_ accountID: UInt64, document: String, _ message: MessageHeaders) {
    let account: JSONValue = .string(ObjectID(value: accountID).text)
    let number = ObjectID(value: (ObjectID(document)?.value ?? 0) & 0xFFFF)
    store.insertNew(
      "Task",
      ["@type": "IndexDocument", "accountId": account, "documentId": .string(number.text)]
    )
    let subject = message.value("Subject") ?? ""
    store.insertNew(
      "Task",
      ["@type": "MergeThreads", "accountId": account, "threadName": .string(subject)]
    )
  }

  private func submit(
    _ arguments: JSONObject,
    _ owner: JSONValue,
    _ context: RequestContext
  ) -> JSONObject {
    var created: JSONObject = [:]
    for member in arguments["create"]?.object ?? [:] {
      var email = member.value["emailId"]?.string ?? ""
      if email.hasPrefix("#") {
        email = context.createdIDs[String(email.dropFirst())]?.text ?? ""
      }
      guard
        let blobID = mail.blobs[email], let bytes = store.blobs.bytes(of: blobID, account: nil)
      else { continue }
      let envelope = member.value["envelope"]
      let delay =
        envelope?["mailFrom"]?["parameters"]?["HOLDFOR"]?.string.flatMap {
          UInt32($0).map(Int.init)
        } ?? 0
      enqueue(
        bytes,
        from: envelope?["mailFrom"]?["email"]?.string ?? "",
        to: envelope?["rcptTo"]?.array?.compactMap { $0["email"]?.string } ?? [],
        blobID: blobID,
        delay: delay
      )
      let time = Timestamp(seconds: clock.seconds + delay).text
      created[member.name] = [
        "id": .string(mail.addSubmission()), "sendAt": .string(time), "undoStatus": "pending",
      ]
    }
    return [
      "accountId": owner, "newState": .string(mail.nextState()), "created": .object(created),
    ]
  }
}
