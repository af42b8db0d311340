/** A path or a segment of one without percent-encoding; a badly encoded one finds nothing, and so stands for itself. */
export function decodedSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
