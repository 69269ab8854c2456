// SPDX-License-Identifier: MIT

import CommandLine
import Testing

@Suite struct `The tables are checked` {
  @Test func theSampleIsSound() {
    #expect(Sample.tool.problems() == [])
  }

  @Test(arguments: [
    (
      CommandSpec(name: "get", summary: "Again", examples: [Example("mailctl get a")]),
      [
        "command get is declared twice", "help subject get is declared twice",
      ]
    ),
    (CommandSpec(name: "x", summary: "", isHidden: true), ["mailctl x has no summary"]),
    (
      CommandSpec(name: "x", summary: "Ends.", isHidden: true),
      ["mailctl x: the summary ends in a full stop"]
    ),
    (
      CommandSpec(name: "x", summary: "Two\nlines", isHidden: true),
      ["mailctl x: the summary is not one plain line"]
    ),
    (CommandSpec(name: "x", summary: "No example"), ["mailctl x has no example"]),
    (
      CommandSpec(name: "x", summary: "Other tool", examples: [Example("curl -s")]),
      ["mailctl x: the example does not call mailctl: curl -s"]
    ),
    (
      CommandSpec(name: "X y", summary: "Odd", isHidden: true),
      ["mailctl X y: X y is no name for a command"]
    ),
    (
      CommandSpec(
        name: "x",
        summary: "Order",
        positionals: [
          Operand.zeroOrMore("a", "Any"), Operand.required("b", "One"),
        ],
        isHidden: true
      ),
      [
        "mailctl x <a> takes everything that operands after it need",
        "mailctl x <b> is needed but stands after one that is not",
      ]
    ),
    (
      CommandSpec(
        name: "x",
        summary: "Options",
        options: [
          Option.flag("a", "One").short("a"), Option.flag("b", "Two").short("a"),
          Option.flag("url", "Three"), Option.flag("c", "Four").short("k"),
          Option.value("d", "Five", value: "", as: .text), Option.flag("help", "Six"),
          Option.flag("f", "Eight").excluding(Option.flag("nothing", "Nothing")),
          Option.value(
            "g",
            "Nine",
            value: "G",
            as: .text
          ).completing(.choices("one", "one")),
          Option.flag("i", "Ten").secret().completing(.file),
          Option.value("j", "Eleven 漢", value: "J", as: .text).variable("NOWHERE"),
        ],
        isHidden: true
      ),
      [
        "mailctl x: option -a is declared twice",
        "mailctl x --d: the value has no name",
        "mailctl x --help cannot be the name of an option",
        "mailctl x --f excludes nothing, which is not declared",
        "mailctl x --g: choice one is declared twice",
        "mailctl x --i is a flag but says something about its value",
        "mailctl x --i is a flag, which keeps no secret",
        "mailctl x --j: the summary is not one plain line",
        "mailctl x --j: NOWHERE is not among the environment variables",
        "mailctl x: --url is a global option too",
        "mailctl x: -k is a global option too",
      ]
    ),
    (
      CommandSpec(
        name: "x",
        summary: "References",
        exactlyOneOf: [[Option.flag("nothing", "Nothing")]],
        seeAlso: ["nowhere"],
        isHidden: true
      ),
      [
        "mailctl x: nothing, one of several, is not declared",
        "mailctl x: see also nowhere, which is nowhere",
      ]
    ),
  ])
  func mistakesAreFound(command: CommandSpec, expected: [String]) {
    var tool = Sample.tool
    tool.commands.append(command)
    #expect(tool.problems() == expected)
  }
}
