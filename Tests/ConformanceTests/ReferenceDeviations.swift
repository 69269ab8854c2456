// SPDX-License-Identifier: MIT

/// The recorded command lines that we answer differently on purpose.
///
/// "Row N" is a row of `deviations.md` beside the recordings.
enum ReferenceDeviations {
  static let reasons: [String: String] = [
    "read: usage: positional delete ids": "row 2: ids are operands",
    "read: connection: url upper-case scheme": "row 3: an upper-case scheme is accepted",
    "read: get: kebab": "row 2: kebab-case names work",
    "read: describe EmailAlias": "row 19: embedded types are described too",
    "read: usage: snapshot no-destroys": "row 22: members in the order of the schema",
    "read: query Account":
      "row 20: both forms of accounts label the column; ours is that of the first form",
    "read: query DkimSignature": "row 9: a cell of exactly 60 characters needs no ellipsis",
    "read: query: where unknown field": "row 12: refused before anything is sent",
    "read: query: where value with >=": "row 11: the leftmost operator counts",
    "create: action reload": "the recording's network trouble; the simulator has no network",
    "create: kebab": "row 2: kebab-case names work",
    "update: duration text": "row 2: 30m is a duration",
    "update: size text": "row 2: 50MB is a size",
    "update: set array refused by server": "row 2: an array is a set",
    "update: enum wrong case": "row 2: enum names in any case",
    "update: numeric text pointer": "row 13: the schema says that it is a text",
    "delete: stdin ndjson": "row 2: NDJSON is read",
    "apply: refs again quiet": "row 15: the domain is so already and is not written",
    "apply: create fails": "row 16: what was created beside the failure is counted",
    "apply: upsert match star": "row 15: the role is so already and is not written",
    "apply: missing type": "row 25: the text alone proves it wrong",
    "apply: same match key": "row 25: the text alone proves it wrong",
    "apply: unresolved ref in value": "row 25: the text alone proves it wrong",
    "apply: update unknown ref id": "row 25: the text alone proves it wrong",
    "apply: update null value": "row 14: refused before sending",
    "apply: array plan": "row 2: a plan may be an array",
    "plans: 02-grizzly-plan.ndjson run 1": "row 2: a bare text is a secret of one field",
    "plans: 02-grizzly-plan.ndjson run 2": "row 15: what is so already is not written",
    "plans: 05-leo-plan.ndjson run 2": "row 15: what is so already is not written",
    "plans: 19b-thundermail-tbirdemail.ndjson run 1":
      "row 26: what depends on a failed operation is skipped",
    "plans: 19b-thundermail-tbirdemail.ndjson run 2":
      "rows 15 and 26: nothing is written twice, nor after what it depends on failed",
  ]
}
