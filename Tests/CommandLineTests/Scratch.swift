import CommandLine
import Foundation
import Testing
@Test func scratch() throws {
  let page = HelpPage(tool: Sample.tool, width: 80)
  for a in [["-h"],["--help"],["get","-h"],["get","--help"],["help","connection"],["help","formats"],["help","--man","get"]] {
    guard case .help(let r) = try ArgumentParser(tool: Sample.tool).parse(a) else { continue }
    print("=====", a); print(page.text(for: r))
  }
  print("===== short"); print(page.shortText)
  for p in ManualPage.pages(of: Sample.tool, date: "November 23, 2026") {
    try Data(p.source.utf8).write(to: URL(filePath: "/tmp/wtab/\(p.reference.fileName)"))
  }
}
