extension Instant {
    /// The instant written in RFC 3339: any offset, `T` or a blank between date and time, up to
    /// nine fractional digits.
    ///
    /// - Parameter zone: what a time without an offset means; nil, the default, refuses it.
    /// - Throws: `TimeError.notAnInstant`, or `TimeError.noOffset` for a time without an offset.
    public init(_ text: some StringProtocol, zone: Zone? = nil) throws(TimeError) {
        guard let (local, nanosecond, offset) = Instant.scan(text.utf8) else {
            throw .notAnInstant(String(text))
        }
        // 1678 to 2261: beyond, nanoseconds do not fit 64 bits.
        guard local > -9_214_000_000, local < 9_214_000_000 else {
            throw .notAnInstant(String(text))
        }
        let seconds: Int64
        if let offset {
            seconds = local - Int64(offset)
        } else if let zone {
            seconds = zone.seconds(ofLocal: local)
        } else {
            throw .noOffset(String(text))
        }
        self.init(nanoseconds: seconds * Instant.nanosecondsPerSecond + nanosecond)
    }

    /// Local seconds since 1970, nanoseconds, and the offset in seconds if one is written.
    ///
    /// Reads the whole of `bytes` or answers nil; this is the one reader of times, so that ingest
    /// can call it on bytes in place.
    public static func scan(
        _ bytes: some Collection<UInt8>
    ) -> (local: Int64, nanosecond: Int64, offset: Int?)? {
        var reader = DigitReader(bytes: bytes)
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2),
            reader.take("-"), let dayOfMonth = reader.number(2),
            let day = Day(year: year, month: month, day: dayOfMonth),
            reader.take("T") || reader.take("t") || reader.take(" "),
            let hour = reader.number(2), hour < 24, reader.take(":"),
            let minute = reader.number(2), minute < 60, reader.take(":"),
            // A leap second is kept as the second after it, as every clock that smears it does.
            let second = reader.number(2), second <= 60
        else { return nil }
        var nanosecond: Int64 = 0
        if reader.take(".") {
            guard let fraction = reader.fraction() else { return nil }
            nanosecond = fraction
        }
        let local = Int64(day.sinceEpoch) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
        if reader.isAtEnd { return (local, nanosecond, nil) }
        if reader.take("Z") || reader.take("z") {
            return reader.isAtEnd ? (local, nanosecond, 0) : nil
        }
        let sign = reader.take("+") ? 1 : reader.take("-") ? -1 : 0
        guard sign != 0, let hours = reader.number(2), hours < 24, reader.take(":"),
            let minutes = reader.number(2), minutes < 60, reader.isAtEnd
        else { return nil }
        return (local, nanosecond, sign * (hours * 3600 + minutes * 60))
    }
}

/// Reads digits and separators one after another.
struct DigitReader<Bytes: Collection<UInt8>> {
    let bytes: Bytes
    var index: Bytes.Index

    init(bytes: Bytes) {
        self.bytes = bytes
        index = bytes.startIndex
    }

    var isAtEnd: Bool { index == bytes.endIndex }

    mutating func digit() -> Int? {
        guard index != bytes.endIndex, bytes[index] >= 48, bytes[index] <= 57 else { return nil }
        defer { bytes.formIndex(after: &index) }
        return Int(bytes[index] &- 48)
    }

    mutating func number(_ digits: Int) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// Up to nine digits behind the point, as nanoseconds.
    mutating func fraction() -> Int64? {
        var value: Int64 = 0
        var count = 0
        while let digit = digit() {
            count += 1
            if count > 9 { return nil }
            value = value * 10 + Int64(digit)
        }
        if count == 0 { return nil }
        for _ in count..<9 { value *= 10 }
        return value
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard index != bytes.endIndex, bytes[index] == UInt8(ascii: character) else { return false }
        bytes.formIndex(after: &index)
        return true
    }
}
