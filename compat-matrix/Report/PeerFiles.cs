using System.Globalization;
using System.Text.Json;

namespace Segue.CompatMatrix.Report;

/// <summary>Reads <c>peers/*.json</c> and says what is wrong with a file that it can't use.</summary>
internal static class PeerFiles
{
    internal static IReadOnlyList<PeerRecord> ReadFolder(string folder, IReadOnlyList<string> peers, IReadOnlyList<string> caseIds)
    {
        if (!Directory.Exists(folder)) return [];
        var records = new List<PeerRecord>();
        foreach (var path in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            var record = Read(Path.GetFileName(path), File.ReadAllText(path), peers, caseIds);
            if (records.Find(other => other.Package == record.Package) is { } other)
                throw new PeerFileException(record.File, $"\"package\" is \"{record.Package}\", which {other.File} has too");
            records.Add(record);
        }

        return records;
    }

    internal static PeerRecord Read(string file, string text, IReadOnlyList<string> peers, IReadOnlyList<string> caseIds)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return Read(file, document.RootElement, peers, caseIds);
        }
        catch (JsonException e)
        {
            throw new PeerFileException(file, $"not JSON (line {e.LineNumber + 1})");
        }
    }

    private static PeerRecord Read(string file, JsonElement root, IReadOnlyList<string> peers, IReadOnlyList<string> caseIds)
    {
        Demand(root.ValueKind == JsonValueKind.Object, file, "the top level is not an object");
        var package = Text(file, root, "package", "");
        Demand(peers.Contains(package), file, $"\"package\" is \"{package}\", not one of {string.Join(", ", peers)}");
        var version = Text(file, root, "version", "");
        Demand(version.Length > 0, file, "\"version\" is empty");
        var date = Text(file, root, "date", "");
        Demand(
            DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            file,
            $"\"date\" is \"{date}\", not a day like 2026-01-31");
        var subjects = Member(file, root, "subjects", JsonValueKind.Array, "");
        Demand(
            subjects.EnumerateArray().Any(subject => subject.ValueKind == JsonValueKind.String && subject.GetString() == package),
            file,
            $"\"subjects\" does not name \"{package}\"");

        var results = new Dictionary<string, CaseResult>(StringComparer.Ordinal);
        var index = 0;
        foreach (var entry in Member(file, root, "cases", JsonValueKind.Array, "").EnumerateArray())
        {
            var place = $" of cases[{index++}]";
            Demand(entry.ValueKind == JsonValueKind.Object, file, $"cases[{index - 1}] is not an object");
            var id = Text(file, entry, "id", place);
            Demand(caseIds.Contains(id), file, $"\"id\"{place} is \"{id}\", which is no case of the matrix");
            Demand(!results.ContainsKey(id), file, $"case {id} stands there twice");
            var cells = Member(file, entry, "results", JsonValueKind.Object, " of " + id);
            if (!cells.TryGetProperty(package, out var cell)) continue;
            results[id] = Cell(file, cell, id);
        }

        Demand(results.Count > 0, file, $"no case has a result for \"{package}\"");
        return new PeerRecord(file, package, version, date, results);
    }

    private static CaseResult Cell(string file, JsonElement cell, string id)
    {
        Demand(cell.ValueKind == JsonValueKind.Object, file, $"the result of {id} is not an object");
        var verdict = Text(file, cell, "verdict", " of " + id);
        // A copy of the matrix of a build that read a file before is as good as one that ran.
        if (verdict is Verdicts.RecordedPass) verdict = Verdicts.Pass;
        if (verdict is Verdicts.RecordedFail) verdict = Verdicts.Fail;
        Demand(
            verdict is Verdicts.Pass or Verdicts.Fail or Verdicts.NotApplicable,
            file,
            $"\"verdict\" of {id} is \"{verdict}\", not {Verdicts.Pass}, {Verdicts.Fail} or {Verdicts.NotApplicable}");
        var reason = cell.TryGetProperty("reason", out _) ? Text(file, cell, "reason", " of " + id) : "";
        return new CaseResult(verdict, reason);
    }

    private static string Text(string file, JsonElement owner, string name, string place) => Member(file, owner, name, JsonValueKind.String, place).GetString()!;

    private static JsonElement Member(string file, JsonElement owner, string name, JsonValueKind kind, string place)
    {
        Demand(owner.TryGetProperty(name, out var member), file, $"\"{name}\"{place} is missing");
        var wanted = kind == JsonValueKind.Array ? "an array" : kind == JsonValueKind.Object ? "an object" : "text";
        Demand(member.ValueKind == kind, file, $"\"{name}\"{place} is not {wanted}");
        return member;
    }

    private static void Demand(bool condition, string file, string otherwise)
    {
        if (!condition) throw new PeerFileException(file, otherwise);
    }
}
