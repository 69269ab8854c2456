// SPDX-License-Identifier: MIT

internal import CommandLine
internal import StalwartSchema

extension HelpTopics {
  /// The format of plans, as `help plan` and stalwart-plan(5) tell it.
  static let plan = HelpTopic(
    name: "plan",
    summary: "The format of plans",
    body: introduction + operations + matching + values + order + machine + mistakes + examples,
    manual: ManualReference("stalwart-plan", section: 5)
  )

  private static let introduction: [TextBlock] = [
    .paragraph(
      "A plan is a text that says what a Stalwart server should hold. `stalwart-cli apply` "
        + "brings the server into that state, `stalwart-cli diff` shows what that would "
        + "change, and `stalwart-cli snapshot` writes a plan of what a server holds."
    ),
    .heading("Layout"),
    .paragraph(
      "A plan is UTF-8 text and consists of operations, each of them a JSON object. "
        + "Usually there is one per line; an operation may also span several lines, and the "
        + "whole may be one JSON array. Lines that begin with `#` or `//` are comments."
    ),
    .paragraph(
      "An empty plan does nothing. A member that occurs twice in one object, or that the "
        + "operation does not know, is a mistake."
    ),
  ]

  private static let operations: [TextBlock] = [
    .heading("Members"),
    .definitions([
      Definition("@type", "what to do: `update`, `create`, `upsert`, `reconcile` or `destroy`"),
      Definition("object", "the type, such as `Domain`; case does not matter"),
      Definition("id", "the object to change, in an `update`; singletons need none"),
      Definition(
        "value",
        "the properties of an `update`, the bodies by client id of `create`, `upsert` and "
          + "`reconcile`, the filter of a `destroy`"
      ),
      Definition("matchOn", "how an `upsert` or `reconcile` finds existing objects"),
      Definition("scope", "which objects an `upsert` or `reconcile` is limited to"),
      Definition(
        "onCreate",
        "properties by client id that are sent only when the object is created, such as a "
          + "first password"
      ),
    ]),
    .heading("Operations"),
    .definitions([
      Definition(
        "update",
        "Changes one object, or the settings of a singleton. Only the properties in `value` "
          + "change; a path such as `maxRequestRate/count` reaches into one, and null clears it."
      ),
      Definition("create", "Creates objects; fails where one exists already."),
      Definition(
        "upsert",
        "Creates the objects that are missing and changes those that differ. Properties that "
          + "a body does not name stay as they are."
      ),
      Definition(
        "reconcile",
        "Like `upsert`, and removes every other object of the type, or of the `scope`. An "
          + "empty `value` must be written out, because it removes them all."
      ),
      Definition(
        "destroy",
        "Removes the objects that the filter in `value` finds; without a filter, all of the "
          + "type. The conditions are those that `stalwart-cli describe` lists for the type; all "
          + "of them must hold. They cannot refer to objects that the plan itself creates, and "
          + "times may be relative to now: `-30d`."
      ),
    ]),
  ]

  private static let matching: [TextBlock] = [
    .heading("Matching"),
    .paragraph(
      "`matchOn` is a list of properties that together tell one object from another, such "
        + "as `[\"name\", \"domainId\"]`; every body must have them, and `@type` always "
        + "counts. With `\"*\"` every text, number, boolean, choice and time in the body must "
        + "be equal; an object that has drifted is then taken for a different one. Without "
        + "`matchOn` the property that names objects of the type is used; where there is none, "
        + "an `upsert` matches as with `\"*\"` and warns, and a `reconcile` is refused."
    ),
    .paragraph("Where a body matches several objects, the operation fails and names them."),
    .heading("Scope"),
    .paragraph(
      "`scope` is an object of properties and values. Only objects that have them are "
        + "matched or removed, and bodies that lack them are given them. A body must not "
        + "contradict its scope, and a scope must not hold null."
    ),
    .heading("References"),
    .paragraph(
      "The names of the members of `value` are client ids. Elsewhere in the plan `#` and a "
        + "client id stand for the id of that object, whether it was created or found: in "
        + "values, in lists, as names of members, in `scope`, in the `id` of an `update`. The "
        + "operation that defines it must come before, or be the same one; where several "
        + "define it, the last one before the reference counts."
    ),
  ]

  private static let values: [TextBlock] = [
    .heading("Values"),
    .paragraph(
      "Values are JSON in the server's own form. Where the property is not text, a string "
        + "is read as on the command line: `\"30m\"` for a duration, `\"50MB\"` for a size; "
        + "and a list may stand for a set. See `stalwart-cli help values`. Properties that "
        + "only the server sets may be there, as in a snapshot, and are left out."
    ),
    .heading("Secrets"),
    .paragraph(
      "Inside a string of `value`, `scope` or `onCreate`, `${env:NAME}` is replaced by an "
        + "environment variable and `${file:PATH}` by the contents of a file without its last "
        + "line end. `$${env:` and `$${file:` are written for the plain text; every other `${` "
        + "is plain text anyway. A variable that is not set or a file that cannot be read is a "
        + "mistake. What was put in is never shown. `--no-substitute` switches this off."
    ),
    .paragraph(
      "A server never shows a secret, so an object whose body holds one is written every "
        + "time unless `--skip-secrets` is given. `****`, which the server shows instead, is "
        + "never written: the secret stays as it is, and of what stands around it only the "
        + "differences are sent. Where there is no secret that could stay, as in a new object or "
        + "another variant, the plan is refused before anything is changed."
    ),
    .paragraph(
      "In the `credentials` of an account `upsert`, `reconcile` and `update` set the password "
        + "wherever it stands in the list. API keys, app passwords and what else of the password "
        + "is not named stay; an entry goes only where it is given as null, such as "
        + "`{\"credentials\": {\"1\": null}}`, and a warning names it; it is found by its "
        + "position, so that the same plan removes the next one when it is applied again. A new password ends the "
        + "person's OAuth sessions, also where it is the same one; `--skip-secrets` avoids that."
    ),
  ]

  private static let order: [TextBlock] = [
    .heading("Order"),
    .paragraph(
      "The `destroy` operations come first, from the last one of the plan to the first. "
        + "All others follow in the order of the plan. At the end the objects that a "
        + "`reconcile` did not name are removed, those of the last one first; what another "
        + "operation created, matched or changed is kept."
    ),
    .paragraph(
      "What is already as planned is not written: values are compared as the server would "
        + "store them, with its defaults, and the order of sets does not count. The first "
        + "failure ends everything unless `--continue-on-error` is given; what depends on a "
        + "failed object is then skipped."
    ),
  ]

  private static let machine: [TextBlock] = [
    .heading("What belongs to one server alone"),
    .paragraph(
      "Some settings say where one server keeps its data: " + MachineType.list + ". A snapshot of "
        + "everything leaves them out. A plan may hold them; where it would change DataStore, "
        + "which decides the database that the server opens at its next start, `apply` refuses "
        + "before anything is written unless `--allow-machine DataStore` is given or a person at "
        + "a terminal agrees. Of the others it warns, or asks at a terminal."
    ),
  ]

  private static let mistakes: [TextBlock] = [
    .heading("Mistakes"),
    .paragraph(
      "Everything that the text and the schema prove wrong is reported at once, each "
        + "mistake with its line, and nothing is sent: text that is not JSON, unknown "
        + "operations, types, properties and choices, values that do not fit, references to "
        + "nothing or to another type, bodies that lack a property of `matchOn` or match "
        + "alike, bodies outside their scope. The exit code is then 2; it is 1 when the server "
        + "refused something."
    ),
  ]

  private static let examples: [TextBlock] = [
    .heading("Examples"),
    "A domain, a person in it with a first password, and a list:",
    lines(
      """
      # who is here
      {"@type": "upsert", "object": "Domain", "matchOn": ["name"],
       "value": {"net": {"name": "example.net"}}}
      {"@type": "upsert", "object": "Account",
       "matchOn": ["name", "domainId"],
       "value": {"ann": {"@type": "User", "name": "ann",
                         "domainId": "#net"}},
       "onCreate": {"ann": {"credentials": {"0": {
         "@type": "Password", "secret": "${env:ANN_PASSWORD}"}}}}}
      {"@type": "upsert", "object": "MailingList", "matchOn": ["name"],
       "value": {"all": {"name": "all", "domainId": "#net",
                         "recipients": ["ann@example.net"]}}}
      """
    ),
    "Settings, and the addresses that an administrator blocked, those and no others:",
    lines(
      """
      {"@type": "update", "object": "Imap",
       "value": {"maxRequestSize": "50MB", "timeoutIdle": "30m"}}
      {"@type": "reconcile", "object": "BlockedIp",
       "matchOn": ["address"], "scope": {"reason": "manual"},
       "value": {"a": {"address": "203.0.113.7"}}}
      """
    ),
  ]

  private static func lines(_ text: String) -> TextBlock {
    .literal(text.split(separator: "\n").map(String.init))
  }
}
