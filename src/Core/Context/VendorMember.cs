namespace Segue.Context;

/// <summary>The value of a <c>dd=</c> member taken apart; its parts are slices of the text that it was read from.</summary>
/// <remarks>
/// <para>Shape: <c>{key}:{value}</c> separated by <c>;</c>, the first <c>:</c> divides; parts without one, or with an empty side, are left out when it is written.</para>
/// <para>Three keys never leave the process: <c>e</c> and <c>u</c>, what <see cref="VendorState"/> says of them, and <c>t.tid</c>, which the trace id holds already.</para>
/// </remarks>
internal ref struct VendorMember
{
    /// <summary>Longest value that a tracestate may carry; whole parts that don't fit stay out.</summary>
    /// <remarks>W3C Trace Context, section 3.3.1.3.2: receivers that are strict would discard the list of a longer one.</remarks>
    internal const int MaxWireLength = 256;

    internal const string KeptBy = "-0";

    private ReadOnlySpan<char> _text;
    private bool _hasOthers;

    internal ReadOnlySpan<char> Priority;
    internal ReadOnlySpan<char> Origin;
    internal ReadOnlySpan<char> Parent;
    internal ReadOnlySpan<char> Mechanism;
    internal ReadOnlySpan<char> HighHalf;
    internal ReadOnlySpan<char> Error;
    internal ReadOnlySpan<char> Undecided;

    /// <summary>Whether writing it would change nothing but the order of its parts.</summary>
    internal bool IsClean;

    /// <summary>The whole value.</summary>
    internal readonly ReadOnlySpan<char> Text => _text;

    /// <summary>Whether it has parts that have no field here.</summary>
    internal readonly bool HasOthers => _hasOthers;

    /// <summary>Takes a value apart; the first of a repeated part counts.</summary>
    internal static VendorMember Read(ReadOnlySpan<char> value)
    {
        var member = new VendorMember { _text = value, IsClean = !value.IsEmpty };
        var rest = value;
        while (TryPart(ref rest, out var key, out var text, ref member.IsClean))
        {
            if (key.Length == 1)
            {
                if (key[0] == 's') Take(ref member.Priority, text, ref member.IsClean);
                else if (key[0] == 'o') Take(ref member.Origin, text, ref member.IsClean);
                else if (key[0] == 'p') Take(ref member.Parent, text, ref member.IsClean);
                else if (key[0] == 'e') Take(ref member.Error, text, ref member.IsClean);
                else if (key[0] == 'u') Take(ref member.Undecided, text, ref member.IsClean);
                else member._hasOthers = true;
            }
            else if (key.SequenceEqual("t.dm".AsSpan()))
            {
                Take(ref member.Mechanism, text, ref member.IsClean);
            }
            else if (key.SequenceEqual("t.tid".AsSpan()))
            {
                Take(ref member.HighHalf, text, ref member.IsClean);
            }
            else
            {
                member._hasOthers = true;
            }
        }

        return member;
    }

    /// <summary>Takes the next part that has a key and a value off a list of parts.</summary>
    /// <param name="rest">What is left, in and out.</param>
    /// <param name="key">Its key.</param>
    /// <param name="value">Its value as written.</param>
    /// <param name="clean">Cleared when a part had to be passed over.</param>
    /// <returns><see langword="false"/> at the end.</returns>
    internal static bool TryPart(scoped ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> key, out ReadOnlySpan<char> value, scoped ref bool clean)
    {
        while (!rest.IsEmpty)
        {
            // Keys are a few characters long: looking at each is the fastest way.
            var colon = 0;
            while (colon < rest.Length && rest[colon] is not (':' or ';')) colon++;
            var hasColon = colon < rest.Length && rest[colon] == ':';
            key = hasColon ? ListText.Trim(rest.Slice(0, colon)) : default;
            var from = hasColon ? colon + 1 : colon;
            var length = rest.Slice(from).IndexOf(';');
            value = length < 0 ? rest.Slice(from) : rest.Slice(from, length);
            rest = length < 0 ? default : rest.Slice(from + length + 1);
            if (!key.IsEmpty && !value.IsEmpty) return true;
            clean = false;
        }

        key = value = default;
        return false;
    }

    /// <summary>Makes the priority agree with the recorded flag, which the nearest service wrote last.</summary>
    /// <remarks>A keep over a drop is given the default mechanism; a drop over a keep loses its mechanism.</remarks>
    /// <param name="keep">The flag.</param>
    /// <returns>Whether anything changed.</returns>
    internal bool Reconcile(bool keep)
    {
        if (Priority.IsEmpty) return false;
        if (!VendorState.TryReadInt32(Priority, out var priority))
        {
            Priority = default;
            return true;
        }

        if (keep == priority > 0) return false;
        Priority = (keep ? "1" : "0").AsSpan();
        Mechanism = keep ? KeptBy.AsSpan() : default;
        return true;
    }

    /// <summary>Writes the value in the order <c>s;o;p;t.dm;t.*</c>, then parts that nobody here knows.</summary>
    /// <param name="buffer">Where to; its length is the limit.</param>
    /// <param name="internally">Whether <c>e</c> is written too; <c>u</c> never is, since a member is only composed from headers.</param>
    /// <param name="complete">Whether every part fitted.</param>
    /// <returns>Number of characters written.</returns>
    internal readonly int Write(Span<char> buffer, bool internally, out bool complete)
    {
        var parts = new VendorParts(buffer);
        parts.Add("s".AsSpan(), Priority);
        parts.Add("o".AsSpan(), Origin, reserved: Parent.IsEmpty ? 0 : Parent.Length + 3);
        parts.Add("p".AsSpan(), Parent);
        if (internally) parts.Add("e".AsSpan(), Error);
        parts.Add("t.dm".AsSpan(), Mechanism);
        var rest = _hasOthers ? _text : default;
        var clean = true;
        while (TryPart(ref rest, out var key, out var value, ref clean))
        {
            if (!IsKnown(key)) parts.Add(key, value);
        }

        complete = parts.Complete;
        return parts.Length;
    }

    /// <summary>Whether a part is one of those that have a field here.</summary>
    internal static bool IsKnown(ReadOnlySpan<char> key) => key.Length switch
    {
        1 => key[0] is 's' or 'o' or 'p' or 'e' or 'u',
        4 => key.SequenceEqual("t.dm".AsSpan()),
        5 => key.SequenceEqual("t.tid".AsSpan()),
        _ => false,
    };

    private static void Take(ref ReadOnlySpan<char> field, ReadOnlySpan<char> value, scoped ref bool clean)
    {
        if (field.IsEmpty) field = value;
        else clean = false;
    }
}
