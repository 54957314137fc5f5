/// The kinds of events of a synthetic month. Each aggregation that a metric can have reads one of them.
enum EventKind: Int, CaseIterable {
    case call, embedding, search, image, audio, job, visit, seat, storage, slots, plugin

    var name: StaticString {
        switch self {
        case .call: "syn_call"
        case .embedding: "syn_embedding"
        case .search: "syn_search"
        case .image: "syn_image"
        case .audio: "syn_audio"
        case .job: "syn_job"
        case .visit: "syn_visit"
        case .seat: "syn_seat"
        case .storage: "syn_storage"
        case .slots: "syn_slots"
        case .plugin: "syn_plugin"
        }
    }

    /// Of a thousand events, how many are of this kind.
    var share: UInt64 {
        switch self {
        case .call: 620
        case .embedding: 110
        case .search: 90
        case .image, .audio: 40
        case .job, .visit: 30
        case .storage: 15
        case .slots, .plugin: 10
        case .seat: 5
        }
    }

    static let models: [StaticString] = [
        "syn-large", "syn-medium", "syn-small", "syn-reason", "syn-vision", "syn-code",
    ]
    static let regions: [StaticString] = [
        "syn-north", "syn-south", "syn-east", "syn-west", "syn-island",
    ]
    static let embeddings: [StaticString] = [
        "syn-embed-1", "syn-embed-2", "syn-embed-3", "syn-embed-4",
    ]
    static let sizes: [StaticString] = ["small", "wide", "tall"]
    static let languages: [StaticString] = ["en", "zh"]

    /// Writes the event's quantity, its time and what else it says, to the brace that ends the line.
    ///
    /// - Returns: the quantity in thousandths.
    @inline(__always)
    func write(
        customer: Int, _ dice: inout Dice, _ buffer: inout LineBuffer,
        time: (inout LineBuffer) -> Void
    ) -> Int {
        let quantity: Int
        switch self {
        case .call, .search, .job, .visit, .seat, .slots: quantity = 1000
        case .embedding: quantity = (1 + dice.below(8000)) * 1000
        case .image: quantity = (1 + dice.below(4)) * 1000
        case .audio: quantity = 500 + dice.below(300_000)
        // A level that rises more than it falls.
        case .storage: quantity = dice.below(10_000) - 3000
        case .plugin: quantity = (1 + dice.below(20)) * 1000
        }
        buffer.add(",\"quantity\":\"")
        if quantity % 1000 == 0, quantity > 0 {
            buffer.add(number: quantity / 1000)
        } else {
            buffer.add(thousandths: quantity)
        }
        buffer.add("\"")
        time(&buffer)
        buffer.add(",\"dimensions\":{")
        switch self {
        case .call: call(customer, &dice, &buffer)
        case .embedding: EventKind.text("model", EventKind.embeddings[dice.below(4)], &buffer)
        case .search: EventKind.text("store", "syn-docs", &buffer)
        case .image: EventKind.text("size", EventKind.sizes[dice.below(3)], &buffer)
        case .audio: EventKind.text("language", EventKind.languages[dice.below(2)], &buffer)
        case .job:
            buffer.add("\"gpu_seconds\":")
            buffer.add(thousandths: 100 + dice.below(600_000))
        case .visit:
            buffer.add("\"user\":\"u")
            buffer.add(number: dice.below(2000))
            buffer.add("\"")
        case .seat:
            buffer.add("\"seats\":")
            buffer.add(number: 1 + dice.below(200))
        case .storage: break
        case .slots:
            buffer.add("\"slots\":")
            buffer.add(number: 1 + dice.below(64))
        case .plugin: break
        }
        buffer.add("}")
        if self == .plugin {
            buffer.add(",\"unit_price\":\"0.0")
            buffer.add(number: 1 + dice.below(9))
            buffer.add("\"")
        }
        buffer.add("}")
        return quantity
    }

    /// A call of a model, as an agent makes it or as a conversation does.
    private func call(_ customer: Int, _ dice: inout Dice, _ buffer: inout LineBuffer) {
        // Customers have their favourites, and their own region.
        let favour = dice.below(16)
        let rank = favour < 9 ? 0 : favour < 13 ? 1 : favour < 15 ? 2 : dice.below(6)
        EventKind.text("model", EventKind.models[(customer + rank) % 6], &buffer)
        let region = dice.below(16) == 0 ? dice.below(5) : customer % 5
        buffer.add(",")
        EventKind.text("region", EventKind.regions[region], &buffer)
        let isAgent = customer % 3 == 0
        let input = (isAgent ? Traces.agentInput : Traces.chatInput).draw(&dice)
        buffer.add(",\"input_tokens\":")
        buffer.add(number: input)
        if isAgent {
            let read = input * Traces.agentCacheRead.draw(&dice) / 1000
            let wrote = min(input - read, input * Traces.agentCacheWrite.draw(&dice) / 1000)
            buffer.add(",\"cache_read_tokens\":")
            buffer.add(number: read)
            buffer.add(",\"cache_write_tokens\":")
            buffer.add(number: wrote)
        }
        buffer.add(",\"output_tokens\":")
        buffer.add(number: (isAgent ? Traces.agentOutput : Traces.chatOutput).draw(&dice))
        buffer.add(",\"session\":\"s")
        buffer.add(number: customer * 1000 + dice.below(500))
        buffer.add("\"")
    }

    @inline(__always)
    private static func text(
        _ name: StaticString, _ value: StaticString, _ buffer: inout LineBuffer
    ) {
        buffer.add("\"")
        buffer.add(name)
        buffer.add("\":\"")
        buffer.add(value)
        buffer.add("\"")
    }
}
