public import Time

extension GeneratedMonth {
    /// A file that the month's events need before they can be taken and billed.
    public struct SetupFile: Sendable, Equatable {
        /// Below the folder they are written to: `catalog/syn_mer_001.yaml`.
        public let path: String
        public let text: String
    }

    /// A catalog for each merchant, a book of token prices, and exchange rates around the month.
    ///
    ///     bm catalog apply catalog/*.yaml
    ///     bm pricing import prices.csv --book synthetic --format csv --effective 2026-01-01
    ///     bm fx import rates.csv --format ecb
    public func setup() -> [SetupFile] {
        (0..<merchants).map {
            SetupFile(
                path: "catalog/\(GeneratedMonth.code(merchant: $0)).yaml", text: catalog(of: $0))
        } + [
            SetupFile(path: "prices.csv", text: GeneratedMonth.prices),
            SetupFile(path: "rates.csv", text: rates()),
        ]
    }

    /// The first day of what is sold: a January before any day of the month's window.
    public var effective: Day { Month(year: month.year - 1, month: 1).firstDay }

    static let currencies = ["USD", "NZD", "AUD", "HKD", "THB", "EUR", "GBP", "SGD", "JPY"]

    private func catalog(of merchant: Int) -> String {
        let code = GeneratedMonth.code(merchant: merchant)
        let number = GeneratedMonth.padded(merchant + 1, 3)
        let plans = ["usage": "0", "team": "99"].sorted { $0.key > $1.key }.map {
            GeneratedMonth.plan($0.key, baseFee: $0.value)
        }
        return """
            # Synthetic: nothing and nobody in it exists.
            effective: \(effective)
            merchant:
              id: \(code)
              name: {en: Synthetic Merchant \(number) Ltd, zh-Hans: 合成商户\(number)有限公司}
              product: {en: Synthetic AI \(number), zh-Hans: 合成智能\(number)}
              registration: 91990000MA0001034Y
              address: {en: "\(merchant + 1) Synthetic Court, Demo District, Hefei", zh-Hans: "合肥市演示区合成院\(merchant + 1)号"}
              email: billing@m\(number).example.com
              time_zone: Asia/Shanghai
              language: \(merchant % 2 == 0 ? "en" : "zh-Hans")
              tax: {name: {en: VAT, zh-Hans: 增值税}, percent: "6"}
              payment_terms_days: 14
              channels:
                wechat_pay: {mchid: "\(1_900_000_000 + merchant)", appid: wx\(GeneratedMonth.padded(merchant + 1, 16))}
                alipay: {pid: "2088\(GeneratedMonth.padded(merchant + 1, 12))"}
              settlement:
                currency: \(GeneratedMonth.currencies[merchant % 9])
                bank: {name: Synthetic Bank, account_last4: "\(GeneratedMonth.padded(merchant + 1, 4))"}
                platform_fee_percent: "2.5"
                subscription: "99.00"
                wire_fee: "0"
                minimum_payout: "0"
            metrics:
            \(GeneratedMonth.metrics)
            plans:
            \(plans.joined(separator: "\n"))
            customers:
            \(stride(from: merchant, to: customers, by: merchants).map(customer).joined(separator: "\n"))

            """
    }

    private func customer(_ customer: Int) -> String {
        let number = GeneratedMonth.padded(customer + 1, 5)
        return """
              - id: \(GeneratedMonth.code(customer: customer))
                name: {en: Synthetic Customer \(number) Ltd, zh-Hans: 合成客户\(number)有限公司}
                address: {en: "\(customer + 1) Synthetic Road, Demo District, Guangzhou", zh-Hans: "广州市演示区合成路\(customer + 1)号"}
                email: accounts@c\(number).example.com
                language: both
                plan: \(customer % 4 == 0 ? "team" : "usage")
                since: \(effective)
            """
    }

    /// Twelve metrics, among them every aggregation.
    private static let metrics = """
          - {code: tokens, name: {en: Tokens, zh-Hans: 词元}, unit: {en: tokens, zh-Hans: 个}, event: syn_call, aggregation: tokens, tokens: {input: input_tokens, output: output_tokens, cache_read: cache_read_tokens, cache_write: cache_write_tokens}, input_includes_cache: true}
          - {code: calls, name: {en: Calls, zh-Hans: 调用}, unit: {en: calls, zh-Hans: 次}, event: syn_call, aggregation: count}
          - {code: embedded, name: {en: Embedded tokens, zh-Hans: 嵌入词元}, unit: {en: tokens, zh-Hans: 个}, event: syn_embedding, aggregation: sum}
          - {code: searches, name: {en: Searches, zh-Hans: 检索}, unit: {en: searches, zh-Hans: 次}, event: syn_search, aggregation: count}
          - {code: images, name: {en: Images, zh-Hans: 图像}, unit: {en: images, zh-Hans: 张}, event: syn_image, aggregation: sum}
          - {code: audio_seconds, name: {en: Audio, zh-Hans: 音频}, unit: {en: seconds, zh-Hans: 秒}, event: syn_audio, aggregation: sum}
          - {code: gpu_seconds, name: {en: GPU time, zh-Hans: 显卡时长}, unit: {en: seconds, zh-Hans: 秒}, event: syn_job, aggregation: sum, field: gpu_seconds}
          - {code: users, name: {en: Users, zh-Hans: 用户}, unit: {en: users, zh-Hans: 人}, event: syn_visit, aggregation: unique_count, field: user}
          - {code: seats, name: {en: Most seats, zh-Hans: 最多席位}, unit: {en: seats, zh-Hans: 席}, event: syn_seat, aggregation: max, field: seats}
          - {code: storage, name: {en: Storage, zh-Hans: 存储}, unit: {en: GB-days, zh-Hans: GB·天}, event: syn_storage, aggregation: weighted_sum, per: day}
          - {code: slots, name: {en: Reserved slots, zh-Hans: 预留并发}, unit: {en: slots, zh-Hans: 个}, event: syn_slots, aggregation: latest, field: slots}
          - {code: plugins, name: {en: Plug-ins, zh-Hans: 插件}, unit: {en: calls, zh-Hans: 次}, event: syn_plugin, aggregation: sum}
        """

    private static func plan(_ code: String, baseFee: String) -> String {
        """
          - code: \(code)
            name: {en: \(code == "team" ? "Team" : "Usage"), zh-Hans: \(code == "team" ? "团队版" : "按量版")}
            currency: USD
            interval: monthly
            base_fee: "\(baseFee)"
            charges:
              - {code: tokens, name: {en: Tokens, zh-Hans: 词元}, metric: tokens, group_by: [model], multiplier: "1.2", price: {model: tokens, price_book: synthetic, dimension: model}}
              - {code: calls, name: {en: Calls, zh-Hans: 调用}, metric: calls, group_by: [region], price: {model: package, package_size: "1000", package_price: "0.05", free_units: "10000"}}
              - {code: embedded, name: {en: Embedded tokens, zh-Hans: 嵌入词元}, metric: embedded, group_by: [model], price: {model: graduated, per: "1000000", tiers: [{up_to: "10000000", unit_price: "0.10"}, {up_to: null, unit_price: "0.08"}]}}
              - {code: searches, name: {en: Searches, zh-Hans: 检索}, metric: searches, price: {model: standard, unit_price: "0.002"}}
              - {code: images, name: {en: Images, zh-Hans: 图像}, metric: images, group_by: [size], price: {model: matrix, dimensions: [size], prices: [{when: {size: small}, unit_price: "0.02"}, {when: {size: wide}, unit_price: "0.04"}], default: "0.05"}}
              - {code: audio, name: {en: Audio, zh-Hans: 音频}, metric: audio_seconds, group_by: [language], price: {model: volume, tiers: [{up_to: "100000", unit_price: "0.0001"}, {up_to: null, unit_price: "0.00008"}]}}
              - {code: gpu, name: {en: GPU time, zh-Hans: 显卡时长}, metric: gpu_seconds, price: {model: standard, unit_price: "0.0006"}}
              - {code: users, name: {en: Users, zh-Hans: 用户}, metric: users, price: {model: standard, unit_price: "0.15"}}
              - {code: seats, name: {en: Most seats, zh-Hans: 最多席位}, metric: seats, price: {model: standard, unit_price: "0.9"}}
              - {code: storage, name: {en: Storage, zh-Hans: 存储}, metric: storage, price: {model: standard, unit_price: "0.003"}}
              - {code: slots, name: {en: Reserved slots, zh-Hans: 预留并发}, metric: slots, price: {model: standard, unit_price: "2.5"}}
              - {code: plugins, name: {en: Plug-ins, zh-Hans: 插件}, metric: plugins, price: {model: dynamic}}
        """
    }

    private static let prices = """
        model,per,input,cache_read,cache_write,output
        syn-large,1000000,5.00,0.50,6.25,25.00
        syn-medium,1000000,3.00,0.30,3.75,15.00
        syn-small,1000000,1.00,0.10,1.25,5.00
        syn-reason,1000000,2.00,0.50,2.50,8.00
        syn-vision,1000000,1.25,0.125,1.5625,10.00
        syn-code,1000000,0.27,0.07,0.27,1.10

        """
}
