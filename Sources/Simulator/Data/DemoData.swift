// SPDX-License-Identifier: MIT

public import JSON

/// A small data set for demonstrations: two domains, a few people, a group, a list, mail in the queue.
public enum DemoData {
  /// The data set, in the form that `--data` reads.
  public static let dataSet = JSONValue.object(FactFile(PackageResources.demo_json).object)
}
