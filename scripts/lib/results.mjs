/**
 * Counts of a vitest JSON report. A file that failed before any of its tests ran (it does not
 * load, or its set-up failed) counts as one failure: it must not vanish from the sum.
 */
export function countsOf(report) {
  const brokenFiles = report.testResults.filter((file) =>
    file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed")).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** The closing line: `N passed, N failed`, and `, N skipped` when there are any. */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
